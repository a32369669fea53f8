import BrokerModel
public import Ledger

/// Whose redundancy a run really reduced, and for how long: from the moment a
/// member was about to go until it, or what took its place, was seen to be well.
/// One that was not counts until its step ended.
public struct RunImpact: Encodable, Sendable, Equatable {
    /// `node`, `broker`, `redis` or `loadBalancer`.
    public let role: String

    /// The centre-id, or the cluster.
    public let name: String

    /// How many members went out, one after the other.
    public let times: Int

    /// All times together.
    public let seconds: Double
    public let longestSeconds: Double

    /// How many of them were not seen to be well again: the step failed, or the
    /// program was killed.
    public let notBack: Int

    /// In the order of roles and names.
    public static func all(of steps: [StepRecord]) -> [RunImpact] {
        Dictionary(grouping: steps.filter { $0.intendedAt != nil && $0.reduces != nil }, by: { $0.reduces?.text ?? "" })
            .sorted { $0.key < $1.key }
            .compactMap { _, steps in steps.first?.reduces.map { RunImpact($0, steps) } }
    }

    private init(_ redundancy: Redundancy, _ steps: [StepRecord]) {
        let times = steps.compactMap { step -> Double? in
            if let away = step.away { return away / .seconds(1) }
            guard let begun = step.intendedAt, let ended = step.endedAt else { return nil }
            return (ended - begun) / .seconds(1)
        }
        role = redundancy.role.rawValue
        name = redundancy.set
        self.times = steps.count
        seconds = times.reduce(0, +)
        longestSeconds = times.max() ?? 0
        notBack = steps.count { $0.outcome != "succeeded" }
    }
}
