/// Has HAProxy load its configuration and waits until it did.
struct HAProxyVerb: HelperVerb {
    enum Action: String {
        case reload
        case start
    }

    var action: Action

    /// The description by which `show info` proves which configuration runs.
    var description: String

    var attempted: String { "\(action.rawValue) HAProxy" }
    var subject: String { "haproxy" }

    func write(to request: inout HelperRequest) {
        request.word("haproxy")
        request.line("action", action.rawValue)
        request.line("expect", description)
    }
}
