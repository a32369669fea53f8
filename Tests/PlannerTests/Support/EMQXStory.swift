import BrokerModel
import PlanChecker
import Testing

@testable import Planner

/// A world and what its members of EMQX tell.
struct EMQXStory {
    static let hosts = (1...3).map { host("wbroker0\($0)") }
    static let guarded = EMQXDoor(
        admitsAnybody: false, authenticators: [EMQXDoor.authenticator], sources: ["built_in_database"], noMatch: "deny")
    static let open = EMQXDoor(
        admitsAnybody: false, authenticators: [EMQXDoor.authenticator], sources: ["file"], noMatch: "deny")

    var world: World
    var views: [HostName: EMQXView] = [:]
    var accounts: [String: EMQXAccount] = [:]
    var stamps: [String: ConfidentialText] = [:]

    /// Users that the brokers' records list.
    var owned: Set<String> = []
    var isOwned = true

    /// A broker that came later: it remembers nothing of users.
    var newcomer: HostName?
    var password = "dashboard"

    /// The password the containers were started with.
    var startedWith = "dashboard"
    var users = [EMQXStory.user("everyone", "pass", ["cache/#"])]
    var ownsAllUsers = false
    var scope = PlanScope()
    var lastApplied: [ResourceAddress: Digest] = [:]

    static func user(_ name: String, _ password: String, _ topics: [ConfidentialText]) -> EMQXUserSpecification {
        EMQXUserSpecification(
            name: name, login: ConfidentialText(name), password: ConfidentialText(Secret(password)),
            rules: topics.map { .mayReceive($0) }, hosts: hosts)
    }

    /// All containers run, one cluster is whole, users are as they are wanted.
    static func settled() throws -> EMQXStory {
        var world = try World(nodes: 1)
        world.apply(world.plan())
        var story = EMQXStory(world: world)
        for host in hosts { story.views[host] = EMQXView(running: nodes.sorted(), door: guarded) }
        for user in story.users { story.settle(user) }
        return story
    }

    /// As if its container had been stopped.
    mutating func stopMember(on host: HostName) throws {
        views[host] = .silent
        let address = EMQXClusterSpecification.container(on: host)
        var found = try #require(world.state.hosts[host]?.resources[address]?.observation as? ContainerObservation)
        found.state.status = "exited"
        world.state.hosts[host]?.resources[address]?.observation = found
    }

    static let nodes = Set(hosts.map { "emqx@\($0)" })

    /// As if the user had been applied.
    mutating func settle(_ user: EMQXUserSpecification) {
        accounts[user.name] = EMQXAccount(isSuperuser: user.isSuperuser, rules: user.rules)
        stamps[user.name] = user.stamp
        owned.insert(user.name)
    }

    var cluster: Resource {
        Resource(
            address: EMQXClusterSpecification.resource,
            specification: EMQXClusterSpecification(
                members: Self.hosts.map { EMQXClusterMember(host: $0, node: "emqx@\($0)") },
                dashboardPassword: ConfidentialText(Secret(password)), ownsAllUsers: ownsAllUsers),
            source: SourcePosition(file: "broker.yaml", line: 1), reason: "its users")
    }

    var input: PlanningInput {
        var input = world.input(lastApplied: lastApplied, scope: scope)
        input.resources.append(cluster)
        input.resources += users.map { user in
            Resource(
                address: EMQXUserSpecification.resource(of: user.name), specification: user,
                dependencies: [cluster.address], source: SourcePosition(file: "broker.yaml", line: 1),
                reason: "user of the broker")
        }
        for (host, view) in views where input.observed.hosts[host] != nil { tell(host, view, &input) }
        return input
    }

    /// What a broker tells, as the fleet puts it.
    private func tell(_ host: HostName, _ view: EMQXView, _ input: inout PlanningInput) {
        func add(_ name: String, _ observation: any ResourceObservation, isOwned: Bool) {
            let address = ResourceAddress(host, type(of: observation).kind, name)
            input.observed.hosts[host]?.resources[address] = ObservedResource(
                address: address, observation: observation, isOwned: isOwned)
        }
        var passwords: [HostName: ConfidentialText] = [:]
        if view.door != nil { passwords[host] = ConfidentialText(Secret(startedWith)) }
        add(
            ResourceAddress.partName, EMQXObservation(views: [host: view], passwords: passwords),
            isOwned: isOwned || !view.isAnswering)
        let names = view.door == nil ? Set(stamps.keys) : Set(accounts.keys)
        for name in names {
            var observation = EMQXUserObservation(accounts: [:])
            if view.door != nil { observation.accounts[host] = accounts[name] }
            observation.stamps[host] = host == newcomer ? nil : stamps[name]
            add(name, observation, isOwned: ownsAllUsers || owned.contains(name) && host != newcomer)
        }
    }

    /// The plan, which has to pass the checker.
    func plan() -> Plan {
        let input = input
        let plan = Planning.plan(input)
        let check = PlanCheckInput(
            hosts: world.hosts, observed: input.observed, limits: world.limits, replicas: 2,
            managesBalancers: true)
        #expect(PlanCheck.check(plan, against: check) == [])
        return plan
    }

    func drift() -> [String] {
        var applied = input
        applied.lastApplied = Dictionary(
            uniqueKeysWithValues: applied.resources.map { ($0.address, $0.specification.digest(key: applied.key)) })
        return DriftReport(Planning.plan(applied), observed: applied.observed).findings.map {
            "\($0.nature.rawValue): \($0.sentence)"
        }
    }
}
