import Ledger
import SimulatedFleet

extension Scenario {
    /// One run of apt brings all packages that a host lacks; the step that starts
    /// it says so.
    private func isBrought(_ change: Invariants.Change, with intended: Set<String>) -> Bool {
        change.resource.hasPrefix("package/") && intended.contains { $0.hasPrefix("\(change.host)/package/") }
    }

    /// What a container was made as: somebody may have renamed it while the step was
    /// at work on it by its identifier.
    private static func nameGiven(_ name: String) -> String {
        name.hasSuffix("-old") && !name.hasSuffix(".isobar-old") ? String(name.dropLast("-old".count)) : name
    }

    /// Every change on a host has an intent in the ledger, crash or not.
    func checkHistory(of controller: Int, didCrash: Bool) async {
        let changes =
            await world.withWitness(Invariants.self) { invariants in
                invariants.changes.filter { $0.controller == controller }
            } ?? []
        guard !changes.isEmpty else { return }
        guard let run = try? await inspector.runs(limit: 1).first else {
            return violations.append("controller \(controller) changed something without a run")
        }
        if run.endedAt == nil, !didCrash { violations.append("run \(run.id) was not ended") }
        guard let detail = try? await inspector.run(run.id) else { return violations.append("run \(run.id) is gone") }
        let intended = Set(detail.steps.filter { $0.intendedAt != nil }.map(\.resource))
        for change in changes
        where !intended.contains("\(change.host)/\(change.resource)")
            && !intended.contains("\(change.host)/container/\(Self.nameGiven(change.containerName ?? ""))")
            && !isBrought(change, with: intended)
        {
            violations.append(
                "\(change.action.rawValue) of \(change.host)/\(change.resource) without an intent in run \(run.id)")
        }
    }

    func finish() async {
        do {
            _ = try await inspector.verifyAuditChain()
            // A crash's run is closed by the next one.
            for run in try await inspector.runs(limit: 1000).dropFirst() where run.endedAt == nil {
                violations.append("run \(run.id) was never closed")
            }
        } catch {
            violations.append("\(error)")
        }
        await checkWorld()
        for file in SecretSearch.files(in: directory) { violations.append("a secret stands in \(file)") }
    }

    /// The hosts, looked at without Isobar.
    private func checkWorld() async {
        let desired = desired
        let faults = await world.edit { hosts, _, now in HostTruth(desired: desired, hosts: hosts, now: now).faults }
        violations += faults
    }
}
