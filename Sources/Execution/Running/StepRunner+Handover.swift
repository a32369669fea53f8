import BrokerModel

extension StepRunner {
    /// What a step waits for between the end of the elected member and the start
    /// of what takes its place: that a sibling is elected, for one election
    /// window at most.
    ///
    /// An antiloop instance takes part in the election from its very start, with
    /// an identity drawn by lot. Where it wins before a sibling was elected, the
    /// sibling never publishes what it kept since the former one ended, and the
    /// new one, not subscribed then, never had it.
    func handover(
        of step: Step, before: [ResourceAddress: MemberHealth]
    ) -> @Sendable () async throws -> Void {
        guard step.action == .replace, let disturbance = step.disturbance, !disturbance.siblings.isEmpty,
            before[step.resource]?.isPrimary == true
        else { return {} }
        return { [performer, clock, limits, report] in
            let window = Duration.seconds(disturbance.windowSeconds)
            let stopwatch = Stopwatch(clock)
            report(.waiting(step, reason: "it has stopped; until a sibling is elected"))
            while stopwatch.elapsed < window {
                let health = await performer.health(of: disturbance.siblings)
                if health.values.contains(where: { $0.isPrimary == true }) { return }
                try await clock.sleep(for: limits.pollInterval)
            }
        }
    }
}
