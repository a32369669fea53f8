import BrokerModel
import PlanChecker

/// A hand-made plan on three antiloop hosts and two balancers, and what was
/// seen of them.
struct PlanFixture {
    var steps: [Step] = []
    var observed = ObservedState(observedAt: Timestamp(seconds: 0))
    var nodesAtOnce = 2
    var wantedNodes: Set<CentreID>?

    /// Whether clients can be moved from one broker to another.
    var managesBalancers = false

    init() {
        for host in hosts {
            observed.hosts[host.name] = ObservedHost(host: host.name, resources: [:], manifest: Manifest())
        }
    }

    let hosts: [Host] = {
        let roles: [(String, HostRole)] = [
            ("waloop01", .antiloop), ("waloop02", .antiloop), ("waloop03", .antiloop), ("wlb01", .loadbalancer),
            ("wlb02", .loadbalancer), ("wbroker01", .broker), ("wbroker02", .broker),
        ]
        return roles.compactMap { name, role in
            HostName(name).map {
                Host(
                    name: $0, role: role, address: "192.0.2.1", hostKey: "k", source: SourcePosition(file: "f", line: 1)
                )
            }
        }
    }()

    func violations() -> [Violation] {
        var limits = RolloutLimits()
        limits.nodesAtOnce = nodesAtOnce
        limits.electionWindowSeconds = 20
        let plan = Plan(
            digest: Digest(of: ""), commit: "", broker: Self.node("xx-own-broker"),
            observedAt: observed.observedAt, steps: steps)
        return PlanCheck.check(
            plan,
            against: PlanCheckInput(
                hosts: hosts, observed: observed, limits: limits, replicas: 2, wantedNodes: wantedNodes,
                managesBalancers: managesBalancers))
    }

    /// The names of the rules that are broken, each once.
    func broken() -> Set<Violation.Rule> { Set(violations().map(\.rule)) }

    static func node(_ text: String) -> CentreID {
        guard let node = CentreID(text) else { preconditionFailure("\(text) is a centre-id") }
        return node
    }

    // MARK: - What is there

    mutating func see(_ address: String, _ observation: any ResourceObservation, isOwned: Bool = true) {
        guard let address = ResourceAddress(address), let host = address.host else { return }
        observed.hosts[host]?.resources[address] = ObservedResource(
            address: address, observation: observation, isOwned: isOwned)
    }

    /// A running instance of a node, with its image.
    mutating func seeInstance(_ node: String, on hosts: String..., status: String = "running", isOwned: Bool = true) {
        for host in hosts {
            see("\(host)/image/old:1", ImageObservation(id: "sha256:old"))
            see("\(host)/image/new:1", ImageObservation(id: "sha256:new"))
            see("\(host)/container/\(node)", Self.container(node, status), isOwned: isOwned)
        }
    }

    static func container(_ name: String, _ status: String = "running") -> ContainerObservation {
        ContainerObservation(
            id: "1", image: "old:1", imageID: "sha256:old", environment: ["CENTRE_ID": ConfidentialText(name)],
            network: .networks(["traefik"]), restartPolicy: .always, state: ContainerState(status: status),
            attachedNetworks: ["traefik"])
    }

    // MARK: - What is planned

    static func wanted(_ name: String, startupFiles: [String: ConfidentialText] = [:]) -> ContainerSpecification? {
        ImageReference("new:1").map {
            ContainerSpecification(
                name: name, image: $0, environment: ["CENTRE_ID": ConfidentialText(name)],
                network: .networks(["traefik"]), restartPolicy: .always, startupFiles: startupFiles)
        }
    }

    @discardableResult
    mutating func add(
        _ address: String, _ action: StepAction, verb: String = "do", after: [String] = [],
        _ specification: (any Specification)? = nil, siblings: [String]? = nil, window: Int = 20
    ) -> String {
        guard let resource = ResourceAddress(address) else { return "" }
        let id = "\(address)#\(action.rawValue)"
        let disturbance = siblings.map {
            Disturbance(
                redundancy: Redundancy(role: .node, set: resource.name),
                siblings: $0.compactMap { ResourceAddress($0) },
                healthTimeoutSeconds: 120, windowSeconds: window)
        }
        steps.append(
            Step(
                id: StepID(id), resource: resource, action: action, verb: verb, cause: .pending,
                after: after.map { StepID($0) }, reason: "", specification: specification, disturbance: disturbance))
        return id
    }

    /// Replaces an instance, guarded by the sibling on another host.
    @discardableResult
    mutating func replace(_ node: String, on host: String, beside sibling: String?, after: [String] = []) -> String {
        add(
            "\(host)/container/\(node)", .replace, after: after, Self.wanted(node),
            siblings: sibling.map { ["\($0)/container/\(node)"] })
    }
}
