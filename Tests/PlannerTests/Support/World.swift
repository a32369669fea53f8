import BrokerModel
import Planner
import TestSupport

/// A small broker: what its desired state asks for, and how its hosts are.
struct World {
    struct Wish {
        var image = "golfvert/wis2gb:1.0"
        var topic = "origin/a/wis2/#"
        var password = "everyone"
        var pins: [HostName]?
    }

    var antiloopHosts = (1...4).map { host("waloop0\($0)") }
    var nodes: [CentreID: Wish] = [:]
    var traefikVersion = "1"
    var balancerVersion = "1"
    var certificate = Secret("certificate 1")
    var redisImage = "redis:7.2"
    var emqxImage = "emqx:5.8"

    /// Where the Redis nodes are that somebody else looks after, as the instances are told; nil: on the hosts.
    var externalRedis: String?

    /// Whether another load balancer serves the broker, of which Isobar knows
    /// nothing.
    var isBalancedElsewhere = false
    var placement = Placement()
    var state = ObservedState(observedAt: Timestamp(seconds: 0))

    init(nodes count: Int) throws {
        for index in 0..<count { nodes[centre(index)] = Wish() }
        for host in hosts.map(\.name) {
            state.hosts[host] = ObservedHost(host: host, resources: [:], manifest: Manifest())
        }
        try place()
    }

    var hosts: [Host] {
        let roles: [(HostName, HostRole)] =
            antiloopHosts.map { ($0, .antiloop) } + [(Self.manage, .manage)]
            + (1...2).map { (host("wlb0\($0)"), .loadbalancer) } + (1...3).map { (host("wbroker0\($0)"), .broker) }
        return roles.map { name, role in
            Host(
                name: name, role: role, address: "192.0.2.1", hostKey: "ssh-ed25519 AAAA",
                source: SourcePosition(file: "hosts.yaml", line: 1))
        }
    }

    static let manage = host("wmanage")

    var limits = RolloutLimits(healthTimeoutSeconds: 10, electionWindowSeconds: 5, nodesAtOnce: 2, canary: 1)

    /// Places the nodes as the product does, from what is seen.
    mutating func place() throws {
        var seen: [CentreID: Set<HostName>] = [:]
        for host in state.hosts.values where state.unreachable[host.host] == nil {
            for found in host.resources.values {
                if let node = (found.observation as? ContainerObservation)?.centreID {
                    seen[node, default: []].insert(host.host)
                }
            }
        }
        placement = try Placer.place(
            PlacementInput(
                nodes: nodes.map { PlacementInput.Node(centreID: $0.key, pinnedHosts: $0.value.pins) },
                hosts: antiloopHosts, replicas: 2, observed: seen, unreachable: Set(state.unreachable.keys)))
    }

    func input(
        lastApplied: [ResourceAddress: Digest] = [:], scope: PlanScope = PlanScope(),
        primaries: Set<ResourceAddress> = [], idleMembers: Set<ResourceAddress> = []
    ) -> PlanningInput {
        var seen = state
        for host in state.unreachable.keys { seen.hosts[host] = nil }
        return PlanningInput(
            resources: resources, observed: seen, hosts: hosts, broker: centre(999), commit: "0", limits: limits,
            lastApplied: lastApplied, key: [1, 2, 3], scope: scope, primaries: primaries, idleMembers: idleMembers)
    }

    func plan() -> Plan { Planning.plan(input()) }

    /// Carries out all steps, in the plan's order.
    mutating func apply(_ plan: Plan) {
        for step in plan.steps { state.apply(step) }
    }

    func container(_ node: CentreID, on host: HostName) -> ContainerObservation? {
        state.hosts[host]?.resources[ResourceAddress(host, ContainerSpecification.kind, node.text)]?.observation
            as? ContainerObservation
    }

    /// On how many hosts an instance of a node runs.
    func running(_ node: CentreID) -> Int {
        antiloopHosts.count { container(node, on: $0)?.state.isRunning == true }
    }
}

func host(_ name: String) -> HostName {
    guard let host = HostName(name) else { preconditionFailure("\(name) is a host name") }
    return host
}

func centre(_ index: Int) -> CentreID {
    guard let centre = CentreID("xx-centre-\(index)") else { preconditionFailure("a centre-id") }
    return centre
}

func path(_ text: String) -> AbsolutePath {
    guard let path = AbsolutePath(text) else { preconditionFailure("\(text) is a path") }
    return path
}

func image(_ text: String) -> ImageReference {
    guard let image = ImageReference(text) else { preconditionFailure("\(text) is an image") }
    return image
}
