import BrokerModel
import Fleet

/// Whether the virtual address is where it belongs, or free.
struct VirtualAddressCheck: DoctorCheck {
    static let name = "virtual-address"

    func findings(in examination: Examination) -> [DoctorFinding] {
        guard let address = examination.desired.broker.loadBalancer.settings?.virtualAddress else { return [] }
        let bearers = examination.answered.filter { $0.facts.interface(with: address) != nil }
        let strangers = bearers.filter { $0.host.role != .loadbalancer }
        if let stranger = strangers.first {
            return [
                finding(
                    .problem, "\(address) is on \(stranger.host.name), which is no load balancer",
                    fix: "take it away there: ip addr show; or choose another virtualAddress")
            ]
        }
        if bearers.count > 1 {
            return [
                finding(
                    .problem, "\(address) is on \(bearers.map(\.host.name.text).joined(separator: " and "))",
                    fix: "two balancers that do not hear each other: see 'crm_mon -1' on both, docs/virtual-ip.md")
            ]
        }
        if let rivals = rivals(of: address, examination) { return rivals }
        guard let bearer = bearers.first?.host.name else {
            return [finding(.ok, "\(address) is free: apply brings it up")]
        }
        let preferred = examination.desired.broker.loadBalancer.settings?.preferred
        guard let preferred, preferred != bearer else { return [finding(.ok, "\(address) is on \(bearer)")] }
        return [
            finding(
                .note, "\(address) is on \(bearer), and \(preferred) is preferred",
                fix: "leave it, or move it: docs/virtual-ip.md, 'Moving it on purpose'")
        ]
    }

    /// Others that answer for the address; nil when nobody does.
    private func rivals(of address: String, _ examination: Examination) -> [DoctorFinding]? {
        let balancers = examination.desired.hosts(.loadbalancer)
        // As long as a balancer is silent, it may be the one that answers.
        guard balancers.allSatisfy({ examination.facts(of: $0.name) != nil }) else {
            return [finding(.unchecked, "not all balancers could be asked whether \(address) is theirs")]
        }
        let own = Set(
            balancers.compactMap { examination.facts(of: $0.name) }.flatMap {
                $0.interfaces.compactMap(\.hardwareAddress)
            })
        for witness in examination.listed {
            guard let reach = examination.reach(from: witness.name) else { continue }
            if let hardware = reach.neighbours[address], !own.contains(hardware) {
                return [
                    finding(
                        .problem, "\(hardware), none of the balancers, answers for \(address) to \(witness.name)",
                        fix: "choose a virtualAddress that nobody has, or free this one")
                ]
            }
        }
        return nil
    }
}
