import BrokerModel
import Execution

@testable import Fleet

/// Steps and plans, written short.
enum Steps {
    static let ownership = FileOwnership(owner: "daemon", group: "daemon", mode: 0o644)

    static func file(
        _ path: String, _ contents: ConfidentialText, check: FileCheck? = nil, ownership: FileOwnership = ownership,
        replacesPackageDefault: Bool = false
    ) throws -> Resource {
        let path = try AbsolutePath(path).required
        return try resource(
            FileSpecification(
                path: path, contents: contents, ownership: ownership, check: check,
                replacesPackageDefault: replacesPackageDefault),
            String(path.text.dropFirst()))
    }

    static func directory(_ path: String, mode: Int = 0o755) throws -> Resource {
        let path = try AbsolutePath(path).required
        let ownership = FileOwnership(owner: "daemon", group: "daemon", mode: mode)
        return try resource(DirectorySpecification(path: path, ownership: ownership), String(path.text.dropFirst()))
    }

    static func resource<Wanted: Specification>(_ specification: Wanted, _ name: String) throws -> Resource {
        Resource(
            address: ResourceAddress(try Sandbox.name.required, Wanted.kind, name), specification: specification,
            source: SourcePosition(file: "broker.yaml", line: 1), reason: "test")
    }

    /// The step that makes a resource, given how it was observed.
    static func put(_ resource: Resource, over observation: (any ResourceObservation)? = nil) -> Step {
        step(resource, observation == nil ? .create : .update, StepVerb.put, observation)
    }

    static func remove(_ resource: Resource, _ observation: (any ResourceObservation)?) -> Step {
        var step = step(resource, .delete, StepVerb.remove, observation)
        step.specification = nil
        return step
    }

    static func step(
        _ resource: Resource, _ action: StepAction, _ verb: String, _ observation: (any ResourceObservation)? = nil
    ) -> Step {
        Step(
            id: StepID("\(verb) \(resource.address)"), resource: resource.address, action: action, verb: verb,
            cause: .pending, reason: "test", specification: resource.specification, observation: observation)
    }

    static func plan(_ steps: [Step]) throws -> Plan {
        Plan(
            digest: Digest(of: "test"), commit: "test", broker: try Sandbox.broker.required, observedAt: 0,
            steps: steps)
    }
}

extension FleetPerformer {
    /// Carries out the steps one after the other, as a whole run.
    ///
    /// - Returns: the failures, by the step's resource.
    @discardableResult
    func carryOut(_ steps: [Step]) async throws -> [ResourceAddress: Failure] {
        let plan = try Steps.plan(steps)
        if let failure = await begin(plan).values.first { throw failure }
        var failures: [ResourceAddress: Failure] = [:]
        var outcomes: [StepID: StepOutcome] = [:]
        for step in steps {
            do {
                outcomes[step.id] = .succeeded(try await perform(step))
            } catch let failure as Failure {
                failures[step.resource] = failure
                outcomes[step.id] = .failed(failure)
            }
        }
        if let failure = await end(plan, outcomes: outcomes).values.first { throw failure }
        return failures
    }
}

extension FleetPerformer {
    /// Carries out one step; nobody wants to know how far it is.
    @discardableResult
    func perform(_ step: Step) async throws -> StepOutput { try await perform(step) { _ in } }

    /// Carries out one step; nothing is waited for in between.
    func perform(
        _ step: Step, progress: @escaping @Sendable (StepProgress) -> Void
    ) async throws -> StepOutput {
        try await perform(step, handover: {}, progress: progress)
    }
}
