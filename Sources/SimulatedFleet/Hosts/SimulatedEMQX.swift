/// What the members of a simulated EMQX cluster keep together: users, their rules
/// and how the door is kept. What one is told all know.
public struct SimulatedEMQX: Sendable, Equatable {
    public struct User: Sendable, Equatable {
        /// As a JSON string.
        public var login: String
        public var isSuperuser: Bool

        /// As a JSON array.
        public var rules: String
        public var password: String
    }

    /// What a host remembers of a user.
    struct Stamp: Sendable, Equatable {
        var text: String
        var user: String
        var sort: String
    }

    /// By their names as they stand in paths of the API.
    public internal(set) var users: [String: User] = [:]

    /// Sources of rules; the one it comes with allows everything.
    public internal(set) var sources = ["file"]

    /// The password of the dashboard, as a JSON string.
    public internal(set) var dashboardPassword: String

    public var isGuarded: Bool { sources == ["built_in_database"] }

    // MARK: - What it answers

    var sourceList: String {
        #"{"sources":["# + sources.map { #"{"type":"\#($0)","enable":true}"# }.joined(separator: ",") + "]}"
    }

    var userList: String {
        page(
            users.sorted { $0.key < $1.key }.map { _, user in
                #"{"user_id":\#(user.login),"is_superuser":\#(user.isSuperuser)}"#
            })
    }

    var ruleList: String {
        guard isGuarded else { return "" }
        return page(
            users.sorted { $0.key < $1.key }.filter { $0.value.rules != "[]" }.map { _, user in
                #"{"username":\#(user.login),"rules":\#(user.rules)}"#
            })
    }

    private func page(_ entries: [String]) -> String {
        #"{"data":["# + entries.joined(separator: ",") + #"],"meta":{"hasnext":false}}"#
    }

    static let authentication =
        #"[{"mechanism":"password_based","backend":"built_in_database","enable":true}]"#
    static let settings = #"{"no_match":"deny"}"#
    static let nobody = #"{"rules":[]}"#
    static let noClients = #"{"data":[],"meta":{"hasnext":false}}"#
}
