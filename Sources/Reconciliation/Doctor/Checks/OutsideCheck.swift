import BrokerModel
import Fleet

/// Whether antiloop hosts reach the brokers of the nodes. Those are other
/// people's, so nothing here keeps an apply from succeeding.
struct OutsideCheck: DoctorCheck {
    static let name = "outside"

    func findings(in examination: Examination) -> [DoctorFinding] {
        let brokers = examination.outside
        guard !brokers.nodes.isEmpty else { return [] }
        return examination.answered.filter { $0.host.role == .antiloop }.compactMap { host, _ in
            guard let reach = examination.reach(from: host.name) else { return nil }
            let lost = brokers.targets.filter { reach.outcomes[$0] != .open }
            guard !lost.isEmpty else {
                return finding(.ok, on: host.name, "reaches the brokers of all nodes, \(brokers.nodes.count) in all")
            }
            return finding(
                .note, on: host.name,
                "does not reach "
                    + lost.map { place($0, reach.outcomes[$0], brokers.nodes[$0] ?? []) }.joined(separator: "; "),
                fix: "let TCP from \(host.name) to it out, or correct subscribe.broker; an instance here would receive "
                    + "nothing")
        }
    }

    /// `mqtt.example.ca:8883 of ca-eccc-msc (no answer)`
    private func place(_ target: ReachFacts.Target, _ outcome: PortOutcome?, _ nodes: [CentreID]) -> String {
        let why =
            switch outcome {
            case .refused: "nobody listens there"
            case .unreachable: "there is no way"
            case .unresolved: "the name has no address"
            case .open, .silent, nil: "no answer"
            }
        let others = nodes.count > 3 ? " and \(nodes.count - 3) more" : ""
        return "\(target.address):\(target.port) of \(nodes.prefix(3).map(\.text).joined(separator: ", "))\(others) (\(why))"
    }
}
