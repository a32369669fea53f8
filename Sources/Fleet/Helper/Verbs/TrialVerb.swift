/// Puts a change on trial that could cut the host off: the host undoes it by itself,
/// after a reboot too, unless it is confirmed in time (docs/host-helper.md).
struct TrialVerb: HelperVerb {
    enum Action: String {
        /// From now on; what HAProxy's configuration was before comes back.
        case arm
        /// What was changed may stay.
        case confirm
    }

    var action: Action

    /// How long it is waited for to be confirmed.
    var seconds = 0

    var attempted: String {
        switch action {
        case .arm: "have the host keep a way back"
        case .confirm: "come back over a new connection"
        }
    }
    var subject: String { "haproxy" }

    func write(to request: inout HelperRequest) {
        request.word("trial")
        request.line("action", action.rawValue)
        request.line("seconds", String(seconds))
    }
}
