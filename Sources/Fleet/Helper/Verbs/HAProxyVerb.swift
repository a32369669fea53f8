/// Has HAProxy load its configuration and waits until it did, shows new clients
/// a certificate that was written, or takes servers back into service.
struct HAProxyVerb: HelperVerb {
    enum Action: String {
        case reload
        case renew
        case start
        case ready
    }

    var action: Action

    /// For `reload` and `start`: the description by which `show info` proves
    /// which configuration runs. For `renew`: the path of the certificate. For
    /// `ready`: servers, as `backend/server`, with blanks between.
    var expectation: String

    var attempted: String { "\(action.rawValue) HAProxy" }
    var subject: String { "haproxy" }

    func write(to request: inout HelperRequest) {
        request.word("haproxy")
        request.line("action", action.rawValue)
        request.line("expect", expectation)
    }
}
