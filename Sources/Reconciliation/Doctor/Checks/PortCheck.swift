import BrokerModel
import Fleet

/// Whether the network lets through what the port table needs, and what it does
/// not need stays out.
struct PortCheck: DoctorCheck {
    static let name = "ports"

    func findings(in examination: Examination) -> [DoctorFinding] {
        examination.answered.flatMap { host, _ in
            outgoing(from: host, examination) + incoming(to: host, examination)
        }
    }

    // MARK: - What must be open

    private func outgoing(from host: Host, _ examination: Examination) -> [DoctorFinding] {
        let needed = examination.trials.filter { $0.from == host.name && $0.expectation == .open }
        guard !needed.isEmpty else { return [] }
        let reach: ReachFacts
        switch examination.hosts[host.name]?.reach {
        case .success(let facts)?: reach = facts
        case .failure(let failure)?: return [DoctorFinding(failure, .unchecked, in: Self.name, on: host.name)]
        case nil: return []
        }
        var blocked: [PortTrial] = []
        var idle: [PortTrial] = []
        var open = 0
        for trial in needed {
            switch reach.outcomes[ReachFacts.Target(address: trial.address, port: trial.port)] {
            case .open?: open += 1
            case .refused?: idle.append(trial)
            case .silent?, .unreachable?, .unresolved?, nil:
                if examination.isUp(trial.to) { blocked.append(trial) } else { idle.append(trial) }
            }
        }
        var findings = Self.grouped(blocked).map { service, trials in
            finding(
                .problem, on: host.name,
                "cannot connect to \(Self.places(trials)) (\(service)): the network drops it",
                fix: "let TCP from \(host.name) (\(host.address)) through; "
                    + "'isobar firewall HOST' prints rules for the host at the other end")
        }
        if findings.isEmpty || open > 0 {
            let waiting = Self.grouped(idle).map(\.service)
            findings.append(
                finding(
                    .ok, on: host.name,
                    "\(open) of \(needed.count) connections it needs are open"
                        + (waiting.isEmpty ? "" : "; no listener yet: \(waiting.joined(separator: ", "))")))
        }
        return findings
    }

    // MARK: - What should be closed

    private func incoming(to host: Host, _ examination: Examination) -> [DoctorFinding] {
        let needless = examination.trials.filter { trial in
            trial.to == host.name && trial.expectation == .closed
                && examination.reach(from: trial.from)?
                    .outcomes[ReachFacts.Target(address: trial.address, port: trial.port)] == .open
        }
        guard !needless.isEmpty else { return [] }
        let services = Self.grouped(needless).map { service, trials in
            let ports = Set(trials.map(\.port)).sorted().map { String($0) }.joined(separator: ", ")
            return "\(ports) (\(service))"
        }
        let from = Set(needless.map(\.from)).sorted().map(\.text).joined(separator: ", ")
        return [
            finding(
                .note, on: host.name,
                "open to hosts that do not need it: \(services.joined(separator: "; ")), from \(from)",
                fix: "'isobar firewall \(host.name)' prints rules that close it")
        ]
    }

    // MARK: - Words

    private static func grouped(_ trials: [PortTrial]) -> [(service: String, trials: [PortTrial])] {
        Dictionary(grouping: trials, by: \.service).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// `wbroker01:6379,16379 wbroker02:6379`
    private static func places(_ trials: [PortTrial]) -> String {
        let byPlace = Dictionary(grouping: trials) { $0.to?.text ?? $0.address }
        return byPlace.keys.sorted().map { place -> String in
            let ports = (byPlace[place] ?? []).map(\.port).sorted()
            return "\(place):" + ports.map { String($0) }.joined(separator: ",")
        }.joined(separator: " ")
    }
}

extension Examination {
    /// What was tried from a host; nil when nothing could be.
    func reach(from host: HostName) -> ReachFacts? {
        guard let reach = hosts[host]?.reach else { return nil }
        return try? reach.get()
    }

    /// Whether somebody should answer there: a host that was reached, or was not
    /// asked about; the virtual address when a balancer has it.
    fileprivate func isUp(_ host: HostName?) -> Bool {
        if let host { return hosts[host].map { (try? $0.facts.get()) != nil } ?? true }
        guard let address = desired.broker.loadBalancer.settings?.virtualAddress else { return false }
        return answered.contains { $0.facts.interface(with: address) != nil }
    }
}
