/// What a host knows of an account, and of who has its numbers.
public struct AccountObservation: ResourceObservation, Codable {
    public typealias Kept = Self

    public static let kind = AccountSpecification.kind

    /// Nil when there is no account of the name.
    public var numbers: Numbers?

    /// The groups it belongs to besides its own, by name.
    public var groups: [String]

    /// Whether the home the desired state names is there.
    public var hasHome: Bool

    /// The account that has the wanted number; nil when none has.
    public var uidHolder: String?

    /// The group that has the wanted number; nil when none has.
    public var gidHolder: String?

    /// The number of the group that is called like the account; nil when there is none.
    public var namesakeGID: Int?

    public struct Numbers: Sendable, Hashable, Codable {
        public var uid: Int
        public var gid: Int

        public init(uid: Int, gid: Int) {
            self.uid = uid
            self.gid = gid
        }
    }

    public init(
        numbers: Numbers?, groups: [String] = [], hasHome: Bool = true, uidHolder: String? = nil,
        gidHolder: String? = nil, namesakeGID: Int? = nil
    ) {
        self.numbers = numbers
        self.groups = groups.sorted()
        self.hasHome = hasHome
        self.uidHolder = uidHolder
        self.gidHolder = gidHolder
        self.namesakeGID = namesakeGID
    }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("uid", numbers.map { String($0.uid) } ?? "")
        fingerprint.field("gid", numbers.map { String($0.gid) } ?? "")
        fingerprint.field("groups", groups)
        fingerprint.field("hasHome", hasHome ? 1 : 0)
        fingerprint.field("uidHolder", uidHolder ?? "")
        fingerprint.field("gidHolder", gidHolder ?? "")
        fingerprint.field("namesakeGID", namesakeGID.map(String.init) ?? "")
    }

    public var record: [String: String] {
        guard let numbers else { return [:] }
        return [
            "uid": String(numbers.uid), "gid": String(numbers.gid), "groups": groups.joined(separator: " "),
            "home": hasHome ? "present" : "missing",
        ]
    }
}
