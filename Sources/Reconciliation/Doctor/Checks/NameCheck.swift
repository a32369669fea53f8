import BrokerModel
import Fleet

/// Whether containers resolve the names they are going to connect to.
struct NameCheck: DoctorCheck {
    static let name = "names"

    func findings(in examination: Examination) -> [DoctorFinding] {
        let names = NeededNames(examination.desired)
        guard !names.all.isEmpty else { return [] }
        return examination.desired.hosts(.antiloop).flatMap { host -> [DoctorFinding] in
            switch examination.hosts[host.name]?.resolver {
            case nil: return []
            case .failure(let failure)?: return [DoctorFinding(failure, .unchecked, in: Self.name, on: host.name)]
            case .success(let facts)?: return judge(facts, names, on: host)
            }
        }
    }

    private func judge(_ facts: ResolverFacts, _ names: NeededNames, on host: Host) -> [DoctorFinding] {
        guard let container = facts.container else {
            return [finding(.unchecked, on: host.name, "not checked, no container runs yet")]
        }
        let asked = names.all.filter { facts.outcomes[$0] != nil }
        guard asked.contains(where: { facts.outcomes[$0] != .unable }) else {
            return [finding(.unchecked, on: host.name, "not checked, \(container) has neither getent nor nslookup")]
        }
        let lost = asked.filter { facts.outcomes[$0] == .unresolved }
        guard !lost.isEmpty else {
            return [finding(.ok, on: host.name, "\(container) resolves \(asked.joined(separator: ", "))")]
        }
        return [
            finding(
                lost.contains(where: names.vital.contains) ? .problem : .note, on: host.name,
                "\(container) cannot resolve \(lost.joined(separator: ", "))",
                fix: "containers ask the resolvers of the host's /etc/resolv.conf, or those of /etc/docker/daemon.json")
        ]
    }
}
