import BrokerModel
import Fleet

/// Whether corosync's packets get from one balancer to the other, before there is
/// a cluster: afterwards its daemons listen, and say nothing to anybody else.
struct CorosyncCheck: DoctorCheck {
    static let name = "corosync"

    /// corosync.conf(5), `mcastport`.
    static let port = 5405

    /// What the other balancers are tried with.
    static func targets(from host: Host, in desired: DesiredState) -> [ReachFacts.Target] {
        guard host.role == .loadbalancer, desired.broker.loadBalancer.settings != nil else { return [] }
        return desired.hosts(.loadbalancer).filter { $0.name != host.name }
            .map { ReachFacts.Target(address: $0.address, port: port, transport: .udp) }
    }

    func findings(in examination: Examination) -> [DoctorFinding] {
        guard let address = examination.desired.broker.loadBalancer.settings?.virtualAddress else { return [] }
        guard !examination.answered.contains(where: { $0.facts.interface(with: address) != nil }) else {
            return [finding(.ok, "the cluster stands; plans say when its members do not see each other")]
        }
        return examination.answered.flatMap { host, _ -> [DoctorFinding] in
            guard let reach = examination.reach(from: host.name) else { return [] }
            return Self.targets(from: host, in: examination.desired).map { target in
                let other = examination.desired.hosts.first { $0.address == target.address }?.name.text ?? target.address
                // What answers that nobody listens was reached.
                return reach.outcomes[target] == .refused
                    ? finding(.ok, on: host.name, "UDP \(Self.port) gets to \(other)")
                    : finding(
                        .note, on: host.name, "nothing comes back from \(other) for UDP \(Self.port) (corosync)",
                        fix: "let UDP 5404 to 5412 through between the balancers, or they do not find each other; "
                            + "if something listens there already, there is nothing to do")
            }
        }
    }
}
