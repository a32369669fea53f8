internal import BrokerModel

/// Opens TCP connections and closes them again, all at the same time.
struct ReachVerb: HelperVerb {
    struct Target: Hashable {
        var address: String
        var port: Int
    }

    /// Only ports of the port table; the helper refuses others.
    var targets: [Target]

    var attempted: String { "try connections from the host" }

    func write(to request: inout HelperRequest) {
        request.word("reach")
        for target in targets { request.line("to", "\(target.address) \(target.port)") }
        request.word("connect")
    }
}
