import BrokerModel
import Ledger
import Logging
import Reconciliation

/// Drift is a record when it is met and when it is gone, whoever mended it: what was
/// seen and left alone has no step that would tell of it.
extension BrokerService {
    /// What is there one second and gone the next has two records in this time, not two a second.
    private static let calm = Duration.seconds(300)

    func recordDrift(of look: PreparedPlan) async {
        let now = clock()
        let steps = Dictionary(
            look.plan.steps.filter { $0.cause == .drift }.map { ($0.resource, $0) }, uniquingKeysWith: { first, _ in first })
        for resource in Set(steps.keys).union(drifts.keys).sorted() {
            // Of a host that was not reached nothing new is known.
            if let host = resource.host, look.plan.unreachable[host] != nil { continue }
            let step = steps[resource]
            let known = drifts[resource]
            if let known, now >= known.since, now < known.since + Self.calm { continue }
            guard (step != nil) != (known?.isOpen ?? false) else {
                if step == nil { drifts[resource] = nil }
                continue
            }
            drifts[resource] = NotedDrift(isOpen: step != nil, since: now)
            let (name, detail) = (resource.description, step.map(Self.words))
            await recording { [actor] in
                try await $0.note("drift", name, by: actor, outcome: detail == nil ? "gone" : "seen", detail: detail)
            }
        }
    }

    /// What would be done about it, why, and the properties that are others: as plans
    /// show them, without secrets.
    private static func words(of step: Step) -> String {
        let changes = step.changes.map { "\($0.field): \($0.from ?? "nothing") -> \($0.to ?? "nothing")" }
        return (["\(step.action.rawValue): \(step.reason)"] + changes).joined(separator: "\n")
    }
}
