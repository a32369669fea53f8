internal import BrokerModel

/// Opens TCP connections and closes them again, sends bytes to UDP ports, all at
/// the same time.
struct ReachVerb: HelperVerb {
    /// UDP goes to corosync's port only; the helper refuses others.
    var targets: [ReachFacts.Target]

    var attempted: String { "try connections from the host" }

    func write(to request: inout HelperRequest) {
        request.word("reach")
        for target in targets {
            let kind =
                switch target.transport {
                case .udp: "udp"
                case .tcp: PortTable.triable.contains(target.port) && !target.isOutside ? "to" : "out"
                }
            request.line(kind, "\(target.address) \(target.port)")
        }
        request.word("connect")
    }
}
