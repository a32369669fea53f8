/// The account that owns the containers' files on a host.
public struct AccountSpecification: Specification {
    public static let kind = ResourceKind("account")

    public var name: String
    public var uid: Int

    /// The number of its own group.
    public var gid: Int
    public var home: AbsolutePath

    /// Groups it belongs to besides its own; in order.
    public var groups: [String]

    public init(name: String, uid: Int, gid: Int, home: AbsolutePath, groups: [String] = []) {
        self.name = name
        self.uid = uid
        self.gid = gid
        self.home = home
        self.groups = groups.sorted()
    }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("name", name)
        fingerprint.field("uid", uid)
        fingerprint.field("gid", gid)
        fingerprint.field("home", home.text)
        fingerprint.field("groups", groups)
    }
}
