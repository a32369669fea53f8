import BrokerModel

/// One check in progress: the plan, what the rules need to know about it, and
/// what was found wrong.
struct Proof {
    let graph: StepGraph
    let input: PlanCheckInput
    let roles: [String: HostRole]

    /// Steps by the host they are on.
    let stepsByHost: [String: [Int]]

    /// Steps by resource, in the order of the plan.
    let stepsByResource: [ResourceAddress: [Int]]
    private(set) var violations: [Violation] = []

    init(plan: Plan, graph: StepGraph, input: PlanCheckInput) {
        self.graph = graph
        self.input = input
        roles = Dictionary(input.hosts.map { ($0.name.text, $0.role) }) { first, _ in first }
        stepsByHost = Dictionary(grouping: graph.steps.indices) { graph.steps[$0].resource.scope }
        stepsByResource = Dictionary(grouping: graph.steps.indices) { graph.steps[$0].resource }
    }

    var steps: [Step] { graph.steps }

    mutating func report(_ rule: Violation.Rule, _ steps: [Int], _ explanation: String) {
        violations.append(Violation(rule, steps.map { graph.steps[$0].id }, explanation))
    }

    /// Demands that `earlier` has ended when `later` starts.
    mutating func demand(_ earlier: Int, before later: Int, _ rule: Violation.Rule, _ explanation: String) {
        if !graph.precedes(earlier, later) { report(rule, [earlier, later], explanation) }
    }

    /// What was seen of the resource of a step.
    /// After its container got its name back, that is what bore the other one.
    func observed(_ step: Int) -> ObservedResource? {
        let address = graph.steps[step].resource
        if let found = observed(address) { return found }
        guard let first = stepsByResource[address]?.first, first != step,
            graph.steps[first].verb == StepVerb.rename
        else { return nil }
        return renamed(address)
    }

    func observed(_ address: ResourceAddress) -> ObservedResource? { input.observed.resource(address) }

    /// What was created under `address` and bears another name, when that is
    /// certain.
    func renamed(_ address: ResourceAddress) -> ObservedResource? {
        guard let host = address.host, let seen = input.observed.hosts[host], let broker = seen.manifest.broker else {
            return nil
        }
        let found = seen.resources.values.filter {
            !$0.isOwned && ($0.observation as? ContainerObservation)?.isRecorded(as: address, of: broker) == true
        }
        return found.count == 1 ? found.first : nil
    }

    /// Whether a step stops a container that runs, or makes a process that
    /// serves reload or end.
    func isDisturbing(_ index: Int) -> Bool {
        let step = graph.steps[index]
        guard let found = observed(index) else { return false }
        if let container = found.observation as? ContainerObservation {
            // What is no member of the set yet has nothing to interrupt.
            if step.action == .replace, member(of: index) != set(of: step.resource, nil, container) { return false }
            return container.state.isRunning && (step.action == .replace || step.action == .delete)
        }
        if let balancer = found.observation as? HAProxyObservation {
            return balancer.isRunning && balancer.configuration != nil && !Self.quietVerbs.contains(step.verb)
        }
        return false
    }

    /// What is done to a balancer that goes on serving as before: neither
    /// servers that come back nor another certificate interrupt anybody.
    private static let quietVerbs: Set<String> = [StepVerb.ready, StepVerb.renew]

    /// Whether a step makes a member work that did not.
    func isRestoring(_ index: Int) -> Bool {
        let step = graph.steps[index]
        switch step.action {
        case .create, .replace, .run: return !isDisturbing(index) && !Self.quietVerbs.contains(step.verb)
        case .update: return step.verb == StepVerb.rename
        case .delete: return false
        }
    }
}
