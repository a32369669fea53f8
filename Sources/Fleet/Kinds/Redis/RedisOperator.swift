internal import BrokerModel
internal import Execution

/// The Redis cluster on the broker and antiloop hosts.
struct RedisOperator: KindOperator {
    var kind: ResourceKind { RedisClusterSpecification.kind }

    func ask(about wanted: [Resource], _ settings: FleetSettings, _ question: inout HostQuestion) {
        if !wanted.isEmpty { question.look.asksRedis = true }
    }

    /// Whose container it is, his is the node. Where none answers there is
    /// nothing that could be somebody's.
    func observed(in findings: HostFindings) throws -> [ObservedResource] {
        guard findings.answer.redis != nil else { return [] }
        let view = try RedisConversation.view(in: findings.answer, of: findings.host)
        return [
            ObservedResource(
                address: ResourceAddress(findings.host, kind, ResourceAddress.partName),
                observation: RedisObservation(views: [findings.host: view]),
                isOwned: !view.isAnswering || findings.owns(RedisClusterSpecification.container(on: findings.host)))
        ]
    }

    func perform(_ step: Step, onAll hosts: [FleetHost]) async throws -> StepOutput {
        let conversation = RedisConversation(step: step, wanted: try specification(of: step), hosts: hosts)
        switch step.verb {
        case StepVerb.create: try await conversation.create()
        case StepVerb.mend: try await conversation.mend()
        case StepVerb.failover: try await conversation.handOver()
        default: throw unknownVerb(step)
        }
        return StepOutput()
    }
}
