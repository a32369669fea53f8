/// Has HAProxy load its configuration and waits until it did, shows new clients
/// a certificate that was written, or takes servers out of service and back in.
struct HAProxyVerb: HelperVerb {
    enum Action: String {
        case reload
        case renew
        case start
        case ready

        /// Sends nobody to a broker's servers any more, and notes it.
        case maint
        /// Ends the sessions on these servers and waits until none is left.
        case move
        /// Takes back what `maint` did.
        case release
        /// The same, and waits until HAProxy finds the servers working.
        case join
        /// Has clients of the fuller servers of the same backends come back to
        /// the emptier ones.
        case spread
    }

    var action: Action

    /// For `reload` and `start`: the description by which `show info` proves
    /// which configuration runs. For `renew`: the path of the certificate. For
    /// all others: servers, as `backend/server`, with blanks between.
    var expectation: String

    var attempted: String {
        switch action {
        case .reload, .renew, .start: "\(action.rawValue) HAProxy"
        case .ready, .release: "take servers of HAProxy back into service"
        case .maint: "take servers of HAProxy out of service"
        case .move: "move clients to other servers of HAProxy"
        case .join: "see servers of HAProxy back in service"
        case .spread: "spread clients over the servers of HAProxy"
        }
    }
    var subject: String { "haproxy" }

    func write(to request: inout HelperRequest) {
        request.word("haproxy")
        request.line("action", action.rawValue)
        request.line("expect", expectation)
    }
}
