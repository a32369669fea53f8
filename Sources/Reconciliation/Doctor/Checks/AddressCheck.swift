import BrokerModel
import Fleet

/// Whether the addresses and interfaces of hosts.yaml are those of the hosts, and
/// nobody else answers for them.
struct AddressCheck: DoctorCheck {
    static let name = "address"

    func findings(in examination: Examination) -> [DoctorFinding] {
        examination.answered.flatMap { host, facts in
            [own(host, facts), interface(host, facts)].compactMap { $0 } + rivals(of: host, facts, examination)
        }
    }

    private func own(_ host: Host, _ facts: HostFacts) -> DoctorFinding {
        guard let interface = facts.interface(with: host.address) else {
            let others = facts.interfaces.filter { $0.hardwareAddress != nil }.flatMap(\.addresses)
                .filter { !$0.hasPrefix("fe80:") }
            return finding(
                .problem, on: host.name,
                "\(host.address) is on none of its interfaces; they have \(others.joined(separator: ", "))",
                fix: "write the host's own address into hosts.yaml: others connect to what it says")
        }
        return finding(.ok, on: host.name, "\(host.address) is on \(interface.name)")
    }

    private func interface(_ host: Host, _ facts: HostFacts) -> DoctorFinding? {
        guard let name = host.interface, !facts.interfaces.contains(where: { $0.name == name }) else { return nil }
        let names = facts.interfaces.filter { $0.hardwareAddress != nil }.map(\.name).joined(separator: ", ")
        return finding(
            .problem, on: host.name, "there is no interface \(name), which hosts.yaml gives to the virtual address",
            fix: "its interfaces are \(names): correct hosts.yaml")
    }

    /// Machines that answered for the host's address to hosts on its network.
    private func rivals(of host: Host, _ facts: HostFacts, _ examination: Examination) -> [DoctorFinding] {
        let own = Set(facts.interfaces.compactMap(\.hardwareAddress))
        var witnesses: [String: [HostName]] = [:]
        for other in examination.listed where other.name != host.name {
            guard let answer = examination.reach(from: other.name)?.neighbours[host.address], !own.contains(answer)
            else {
                continue
            }
            witnesses[answer, default: []].append(other.name)
        }
        return witnesses.sorted { $0.key < $1.key }.map { hardware, witnesses in
            finding(
                .problem, on: host.name,
                "\(hardware), none of its interfaces, answers for \(host.address) to "
                    + witnesses.map(\.text).joined(separator: ", "),
                fix: "two machines have one address: find the other one by its hardware address, in the switch's table")
        }
    }
}
