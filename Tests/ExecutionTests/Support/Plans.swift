import BrokerModel
import Execution
import TestSupport

/// Builds plans of made-up steps.
enum Plans {
    static func plan(_ steps: [Step]) -> Plan {
        Plan(
            digest: Digest(of: ""), commit: "", broker: node("xx-own-broker"), observedAt: Timestamp(seconds: 0),
            steps: steps)
    }

    /// A step on `host`; its name is its identity.
    static func step(_ host: String, _ name: String, after: [String] = [], action: StepAction = .create) -> Step {
        Step(
            id: StepID(name), resource: address(host, name), action: action, verb: "do", cause: .pending,
            after: after.map { StepID($0) }, reason: "")
    }

    /// A step that takes the instance on `host` out, beside that on `sibling`.
    static func disturb(
        _ host: String, beside siblings: String..., after: [String] = [], action: StepAction = .replace,
        timeout: Int = 60,
        window: Int = 20
    ) -> Step {
        var step = step(host, host, after: after, action: action)
        step.resource = instance(host)
        step.disturbance = Disturbance(
            redundancy: Redundancy(role: .node, set: "ca-eccc-msc"), siblings: siblings.map(instance),
            healthTimeoutSeconds: timeout, windowSeconds: window)
        return step
    }

    static func instance(_ host: String) -> ResourceAddress { address(host, "ca-eccc-msc") }

    private static func address(_ host: String, _ name: String) -> ResourceAddress {
        ResourceAddress(scope: host, kind: ResourceKind("container"), name: name)
    }

    private static func node(_ text: String) -> CentreID {
        guard let node = CentreID(text) else { preconditionFailure("\(text) is a centre-id") }
        return node
    }
}

extension FakeFleet {
    /// Runs `steps` in virtual time.
    func run(
        _ steps: [Step], limits: ExecutionLimits = ExecutionLimits(), stop: StopRequest = StopRequest(),
        report: @escaping @Sendable (ExecutionEvent) -> Void = { _ in }
    ) async -> ExecutionReport {
        let executor = Executor(performer: self, journal: self, clock: clock, limits: limits)
        return await clock.run { await executor.run(Plans.plan(steps), stop: stop, report: report) }
    }
}

extension ExecutionReport {
    func output(_ step: String) -> StepOutput? {
        if case .succeeded(let output)? = outcomes[StepID(step)] { output } else { nil }
    }

    func failure(_ step: String) -> Failure? {
        if case .failed(let failure)? = outcomes[StepID(step)] { failure } else { nil }
    }

    func isSkipped(_ step: String) -> Bool {
        if case .skipped? = outcomes[StepID(step)] { true } else { false }
    }
}
