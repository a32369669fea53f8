public import BrokerModel

/// Carries out steps and looks at what they touch: the executor's only way to
/// the hosts. `Fleet` implements it for real and simulated hosts alike.
public protocol StepPerformer: Sendable {
    /// Prepares the hosts of a plan: takes the lease that keeps others out and
    /// records in each host's manifest what the plan is about to create.
    ///
    /// - Returns: the hosts that could not be prepared. Their steps fail with
    ///   this failure; the others go on.
    func begin(_ plan: Plan) async -> [HostName: Failure]

    /// Carries out one step to its end, not its health gate.
    ///
    /// Finding the resource other than `step.observation` says is a failure
    /// with `planStale`. Repeating a step that already took effect succeeds.
    ///
    /// - Parameters:
    ///   - handover: what a replacement waits for when the old one has stopped,
    ///     before the new one starts.
    ///   - progress: gets how far a step is that takes long; it must not block.
    func perform(
        _ step: Step, handover: @escaping @Sendable () async throws -> Void,
        progress: @escaping @Sendable (StepProgress) -> Void
    ) async throws -> StepOutput

    /// Looks once at members of a redundant set. A member that cannot be
    /// looked at is missing from the answer.
    func health(of members: [ResourceAddress]) async -> [ResourceAddress: MemberHealth]

    /// Ends the work on the hosts: removes from the manifests what was deleted,
    /// and what was to be created and was not, gives the leases back.
    func end(_ plan: Plan, outcomes: [StepID: StepOutcome]) async -> [HostName: Failure]
}
