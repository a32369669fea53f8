internal import BrokerModel

/// Changes the third vote of the load balancers' cluster (docs/virtual-ip.md).
/// Each action does nothing where it took effect already. What travels between
/// hosts are certificates and requests for them; no private key leaves its host.
struct QuorumVerb: HelperVerb {
    enum Action {
        /// Has the server give its vote; answers its authority's certificate.
        case serve
        /// Has a member ask for a certificate of this authority; answers the
        /// request, or nothing if it has one.
        case request(authority: [UInt8])
        /// Has the server's authority sign a request; answers the certificate.
        case sign([UInt8])
        /// Gives a member its certificate.
        case enrol([UInt8])
        /// Writes the device into a member's `corosync.conf`.
        case use(address: String)
        /// Loads that file and has the member ask for the vote, once all members
        /// have the file; waits until the server is reached.
        case connect
        /// Has a member go without, and forget its certificate; its file is loaded
        /// when all members have one without the device.
        case leave
        case reload
        /// Has a server give its vote no more.
        case retire
    }

    var action: Action

    var attempted: String {
        switch action {
        case .serve: "start the third vote"
        case .request: "ask for a certificate of the third vote"
        case .sign: "sign a certificate of the third vote"
        case .enrol: "give a balancer its certificate of the third vote"
        case .use: "write the third vote into corosync.conf"
        case .connect: "connect to the third vote"
        case .leave, .reload: "take the third vote out of the cluster"
        case .retire: "stop the third vote"
        }
    }

    var subject: String { "corosync" }

    func write(to request: inout HelperRequest) {
        request.word("quorum")
        switch action {
        case .serve: request.line("action", "serve")
        case .connect: request.line("action", "connect")
        case .leave: request.line("action", "leave")
        case .reload: request.line("action", "reload")
        case .retire: request.line("action", "retire")
        case .request(let authority):
            request.line("action", "request")
            request.payload(authority)
        case .sign(let document):
            request.line("action", "sign")
            request.payload(document)
        case .enrol(let certificate):
            request.line("action", "enrol")
            request.payload(certificate)
        case .use(let address):
            request.line("action", "use")
            request.line("server", address)
        }
    }
}
