internal import BrokerModel
internal import Foundation

/// What EMQX's REST API answers (EMQX 5.8, "REST API"), read.
///
/// Pure, and total: any bytes give values or a ``MalformedAnswer``.
struct EMQXReplies {
    private let report: EMQXDoorReport

    init(_ report: EMQXDoorReport) {
        self.report = report
    }

    /// Who may come in, apart from users.
    func door() throws(MalformedAnswer) -> EMQXDoor {
        let authenticators: [Authenticator] = try read(report.authentication) ?? []
        let sources: Sources? = try read(report.sources)
        let settings: Settings? = try read(report.settings)
        let everybody: Everybody? = try read(report.everybody)
        let clients: Page<Client>? = try page(report.clients)
        let others =
            (everybody?.rules.isEmpty == false ? ["all clients"] : [])
            + (clients?.data ?? []).filter { !$0.rules.isEmpty }.map { "client \($0.clientid)" }
        return EMQXDoor(
            admitsAnybody: Self.greetings[report.greeting],
            authenticators: authenticators.filter { $0.enable ?? true }.map(\.name),
            sources: (sources?.sources ?? []).filter { $0.enable ?? true }.map(\.type),
            noMatch: settings?.noMatch ?? "allow", otherRules: others)
    }

    /// The users, by the names they log in with.
    func accounts() throws(MalformedAnswer) -> [String: EMQXAccount] {
        let users: Page<User>? = try page(report.users)
        let rules: Page<UserRules>? = try page(report.rules)
        let byUser = Dictionary((rules?.data ?? []).map { ($0.username, $0.rules) }) { first, _ in first }
        let accounts = (users?.data ?? []).map { user in
            (
                user.userId,
                EMQXAccount(
                    isSuperuser: user.isSuperuser ?? false, rules: (byUser[user.userId] ?? []).map(\.value))
            )
        }
        return Dictionary(accounts) { first, _ in first }
    }

    /// What the host remembers of the passwords it was given, by the users' names
    /// as they stand in addresses.
    var stamps: [String: ConfidentialText] {
        Dictionary(records.map { ($0[1], ConfidentialText(Secret($0[0]))) }) { _, last in last }
    }

    /// Those users among them whose names were secrets.
    var unnamed: Set<String> {
        Set(records.filter { $0[2] == EMQXUserSort.hidden.rawValue }.map { $0[1] })
    }

    /// Stamp, user and sort of each line.
    private var records: [[String]] {
        report.stamps.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            .filter { $0.count == 3 }
    }

    private static let greetings = ["admitted": true, "refused": false]

    // MARK: - Forms

    private struct Authenticator: Decodable {
        var mechanism: String
        var backend: String?
        var enable: Bool?

        var name: String { [mechanism, backend].compactMap { $0 }.joined(separator: ":") }
    }

    private struct Sources: Decodable {
        struct Source: Decodable {
            var type: String
            var enable: Bool?
        }

        var sources: [Source]
    }

    private struct Settings: Decodable {
        var noMatch: String
    }

    private struct Page<Entry: Decodable>: Decodable {
        struct Meta: Decodable {
            var hasnext: Bool?
        }

        var data: [Entry]
        var meta: Meta?
    }

    private struct User: Decodable {
        var userId: String
        var isSuperuser: Bool?
    }

    private struct Rule: Decodable {
        var topic: String
        var permission: String
        var action: String
        var qos: [Int]?
        var retain: Retain?

        /// With its limits, of which Isobar's own rules have none.
        var value: EMQXRule {
            var action = action
            if let qos, Set(qos) != [0, 1, 2] {
                action += " at QoS " + qos.sorted().map(String.init).joined(separator: ", ")
            }
            if let retain, retain != .all { action += retain == .only ? " if retained" : " if not retained" }
            return EMQXRule(permission: permission, action: action, topic: ConfidentialText(topic))
        }
    }

    /// `all`, or a truth value.
    private enum Retain: Decodable {
        case all
        case only
        case never

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let isRetained = try? container.decode(Bool.self) {
                self = isRetained ? .only : .never
            } else {
                let word = try container.decode(String.self)
                self = word == "true" ? .only : word == "false" ? .never : .all
            }
        }
    }

    private struct UserRules: Decodable {
        var username: String
        var rules: [Rule]
    }

    private struct Everybody: Decodable {
        var rules: [Rule]
    }

    private struct Client: Decodable {
        var clientid: String
        var rules: [Rule]
    }

    /// - Returns: nil for what is not there.
    private func read<Value: Decodable>(_ bytes: [UInt8]) throws(MalformedAnswer) -> Value? {
        guard !bytes.isEmpty else { return nil }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(Value.self, from: Data(bytes))
        } catch {
            throw MalformedAnswer("an answer of EMQX is of another form")
        }
    }

    /// A page that another one follows is a part, and not known to be all.
    private func page<Entry: Decodable>(_ bytes: [UInt8]) throws(MalformedAnswer) -> Page<Entry>? {
        let page: Page<Entry>? = try read(bytes)
        if page?.meta?.hasnext == true { throw MalformedAnswer("EMQX has more than 1000 of them") }
        return page
    }
}
