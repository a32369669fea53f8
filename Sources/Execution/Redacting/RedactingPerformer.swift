public import BrokerModel

/// A performer of whose hosts' words no secret comes through: neither to the
/// record, nor to whoever watches, nor into a report.
public struct RedactingPerformer<Performer: StepPerformer>: StepPerformer {
    private let performer: Performer
    private let redaction: Redaction

    public init(_ performer: Performer, _ redaction: Redaction) {
        self.performer = performer
        self.redaction = redaction
    }

    public func begin(_ plan: Plan) async -> [HostName: Failure] {
        await performer.begin(plan).mapValues { redaction($0) }
    }

    public func perform(
        _ step: Step, handover: @escaping @Sendable () async throws -> Void,
        progress: @escaping @Sendable (StepProgress) -> Void
    ) async throws -> StepOutput {
        do {
            var output = try await performer.perform(step, handover: handover, progress: progress)
            output.tail = redaction(output.tail)
            return output
        } catch let failure as Failure {
            throw redaction(failure)
        }
    }

    public func health(of members: [ResourceAddress]) async -> [ResourceAddress: MemberHealth] {
        await performer.health(of: members).mapValues { health in
            var health = health
            health.note = health.note.map { redaction($0) }
            return health
        }
    }

    public func end(_ plan: Plan, outcomes: [StepID: StepOutcome]) async -> [HostName: Failure] {
        await performer.end(plan, outcomes: outcomes).mapValues { redaction($0) }
    }
}
