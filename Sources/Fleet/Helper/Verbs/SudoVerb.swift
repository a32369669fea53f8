/// Takes a wide sudo rule away, on probation (docs/host-preparation.md).
struct SudoVerb: HelperVerb {
    enum Action: String {
        /// Takes it away; unless this is confirmed in time, it comes back.
        case narrow
        /// It stays away.
        case confirm
        /// It comes back now.
        case restore
    }

    var action: Action
    var user: String

    var attempted: String { "take the wide sudo rule away" }
    var subject: String { user }

    func write(to request: inout HelperRequest) {
        request.word("sudo")
        request.line("action", action.rawValue)
        request.line("user", user)
    }
}
