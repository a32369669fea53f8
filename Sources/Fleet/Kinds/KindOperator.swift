internal import BrokerModel
internal import Execution

/// The fleet's side of one kind of resource: how it is observed and how a step
/// is carried out.
protocol KindOperator: Sendable {
    var kind: ResourceKind { get }

    /// Adds to the question what is to be known of the wanted resources of
    /// this kind on one host.
    func ask(about wanted: [Resource], _ settings: FleetSettings, _ question: inout HostQuestion)

    /// Adds to the question what is to be known of resources of this kind that
    /// the host's manifest lists, wanted or not.
    func ask(aboutOwned names: Set<String>, _ question: inout HostQuestion)

    /// Which of the things that the manifest lists are there, whatever they are.
    ///
    /// - Parameter answer: of a look that asked for nothing in particular.
    func present(_ names: Set<String>, in answer: HelperAnswer, on host: FleetHost) async throws -> Set<String>

    /// The resources of this kind that were found.
    func observed(in findings: HostFindings) throws -> [ObservedResource]

    /// Carries out a step. One that already took effect succeeds.
    func perform(_ step: Step, on host: FleetHost) async throws -> StepOutput

    /// Carries out a step on something of the whole broker, which these hosts are
    /// together.
    func perform(_ step: Step, onAll hosts: [FleetHost]) async throws -> StepOutput

    /// How members of redundant sets on one host are doing; a member that
    /// cannot be looked at is left out.
    func health(of members: [ResourceAddress], on host: FleetHost) async throws -> [ResourceAddress: MemberHealth]
}

extension KindOperator {
    func ask(about wanted: [Resource], _ settings: FleetSettings, _ question: inout HostQuestion) {}

    func ask(aboutOwned names: Set<String>, _ question: inout HostQuestion) {}

    /// Where nobody can tell, all of them.
    func present(_ names: Set<String>, in answer: HelperAnswer, on host: FleetHost) async throws -> Set<String> {
        names
    }

    func observed(in findings: HostFindings) throws -> [ObservedResource] { [] }

    func perform(_ step: Step, on host: FleetHost) async throws -> StepOutput { throw unknownVerb(step) }

    func perform(_ step: Step, onAll hosts: [FleetHost]) async throws -> StepOutput { throw unknownVerb(step) }

    func health(of members: [ResourceAddress], on host: FleetHost) async throws -> [ResourceAddress: MemberHealth] {
        [:]
    }

    /// The failure of a step whose verb this kind does not know.
    func unknownVerb(_ step: Step) -> Failure {
        Failure(
            .planUnsafe, attempted: step.verb, on: step.resource.description,
            response: "resources of the kind \(kind) know no such step",
            remedy: "make a new plan with this version of Isobar")
    }

    /// The specification of a step, of the type this kind works with.
    func specification<Wanted: Specification>(
        of step: Step, as type: Wanted.Type = Wanted.self
    ) throws(Failure) -> Wanted {
        guard let specification = step.specification as? Wanted else {
            throw Failure(
                .planUnsafe, attempted: step.verb, on: step.resource.description,
                response: "the step does not say what the resource shall be",
                remedy: "make a new plan with this version of Isobar")
        }
        return specification
    }

    /// The failure of a step that found something else than it was planned on.
    func stale(_ step: Step, _ found: String) -> Failure {
        Failure(
            .planStale, attempted: step.verb, on: step.resource.description, response: found,
            remedy: "somebody changed it since the plan was made: make a new plan")
    }
}
