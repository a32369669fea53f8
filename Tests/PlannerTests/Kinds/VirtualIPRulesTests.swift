import BrokerModel
import PlanChecker
import TestSupport
import Testing

@testable import Planner

/// What was observed of the two balancers, and the steps that follow.
@Suite("The virtual address in plans")
struct VirtualIPRulesTests {
    private static let balancers = [host("wlb01"), host("wlb02")]

    private static func wanted(_ address: String = "192.0.2.100", interfaces: [String] = ["eth0", "eth0"])
        -> VirtualIPSpecification
    {
        VirtualIPSpecification(
            address: address,
            balancers: zip(balancers, interfaces).enumerated().map { index, member in
                ClusterMember(host: member.0, address: "192.0.2.3\(index + 1)", interface: member.1)
            },
            password: ConfidentialText(Secret("word")))
    }

    /// A member of the finished cluster.
    private static func settled() -> ClusterView {
        var view = ClusterView(isInstalled: true, clusterName: "ha_cluster")
        view.nodes = ["wlb01": "192.0.2.31", "wlb02": "192.0.2.32"]
        view.isRunning = true
        view.isEnabled = true
        view.resources = ["haproxy", "ip_gb"]
        view.settings = wanted().settings
        view.online = ["wlb01", "wlb02"]
        return view
    }

    /// As Debian's packages leave it.
    private static func debian() -> ClusterView {
        var view = ClusterView(isInstalled: true, clusterName: "debian")
        view.nodes = ["node1": "127.0.0.1"]
        view.isRunning = true
        view.isEnabled = true
        view.online = ["node1"]
        return view
    }

    private static func state(
        _ views: [ClusterView], isOwned: Bool = true, password: ConfidentialText? = wanted().passwordStamp
    ) -> ObservedState {
        var state = ObservedState(observedAt: Timestamp(seconds: 0))
        for (host, view) in zip(balancers, views) {
            let address = ResourceAddress(host, VirtualIPSpecification.kind, ResourceAddress.partName)
            let observation = VirtualIPObservation(
                views: [host: view], passwords: password.map { [host: $0] } ?? [:])
            state.hosts[host] = ObservedHost(
                host: host,
                resources: [address: ObservedResource(address: address, observation: observation, isOwned: isOwned)],
                manifest: Manifest())
        }
        return state
    }

    private static func plan(
        _ state: ObservedState, _ wanted: VirtualIPSpecification = wanted(), scope: PlanScope = PlanScope()
    ) -> Plan {
        let source = SourcePosition(file: "broker.yaml", line: 1)
        let hosts = balancers.map {
            Host(name: $0, role: .loadbalancer, address: "192.0.2.1", hostKey: "k", source: source)
        }
        let resource = Resource(
            address: VirtualIPSpecification.resource, specification: wanted, source: source, reason: "the address")
        let plan = Planning.plan(
            PlanningInput(
                resources: [resource], observed: state, hosts: hosts, broker: centre(999), commit: "0",
                limits: RolloutLimits(), key: [1], scope: scope))
        let input = PlanCheckInput(
            hosts: hosts, observed: state, limits: RolloutLimits(), replicas: 2, wantedNodes: [], managesBalancers: true)
        #expect(PlanCheck.check(plan, against: input) == [])
        return plan
    }

    private static func edited(_ edit: (inout ClusterView) -> Void) -> [ClusterView] {
        [settled(), settled()].map { view in
            var view = view
            edit(&view)
            return view
        }
    }

    @Test func aFinishedClusterIsLeftAlone() {
        let plan = Self.plan(Self.state([Self.settled(), Self.settled()]))
        #expect(plan.steps.isEmpty && plan.conflicts.isEmpty && plan.warnings.isEmpty)
    }

    @Test func debiansClusterGivesWayInOrder() {
        let plan = Self.plan(Self.state([Self.debian(), Self.debian()], isOwned: false, password: nil))
        #expect(plan.steps.map(\.verb) == ["clear", "password", "create", "configure"])
        for (earlier, later) in zip(plan.steps, plan.steps.dropFirst()) { #expect(later.after.contains(earlier.id)) }
        #expect(plan.steps.first?.reason.contains("Debian's default cluster") == true)
        #expect(plan.steps.allSatisfy { $0.resource.description == "cluster/virtual-ip" && $0.hosts == Self.balancers })
    }

    @Test func hostsInNoClusterNeedNoneTakenAway() {
        let bare = ClusterView(isInstalled: true)
        let plan = Self.plan(Self.state([bare, bare], isOwned: false, password: nil))
        #expect(plan.steps.map(\.verb) == ["password", "create", "configure"])
    }

    /// A run killed between two steps leaves one of these; the next goes on.
    @Test func aKilledRunIsGoneOnWith() {
        var made = Self.settled()
        (made.resources, made.settings) = ([], [:])
        #expect(Self.plan(Self.state([made, made])).steps.map(\.verb) == ["configure"])
        var halfMade = made
        (halfMade.isRunning, halfMade.isEnabled) = (false, false)
        #expect(
            Self.plan(Self.state([halfMade, ClusterView(isInstalled: true)])).steps.map(\.verb)
                == ["clear", "create", "configure"])
    }

    struct Drift: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var verbs: [String]
        var field: String?
        var edit: @Sendable (inout ClusterView) -> Void
    }

    static let drifts = [
        Drift(testDescription: "left-over constraint", verbs: ["configure"], field: "constraint cli-prefer-ip_gb") {
            $0.interventions = ["constraint cli-prefer-ip_gb": "wlb02 INFINITY"]
        },
        Drift(testDescription: "standby", verbs: ["configure"], field: "wlb01 standby") {
            $0.interventions = ["wlb01 standby": "on"]
        },
        Drift(testDescription: "unmanaged", verbs: ["configure"], field: "ip_gb is-managed") {
            $0.interventions = ["ip_gb is-managed": "false"]
        },
        Drift(testDescription: "stopped", verbs: ["configure"], field: "ip_gb target-role") {
            $0.interventions = ["ip_gb target-role": "Stopped"]
        },
        Drift(testDescription: "other address", verbs: ["configure"], field: "ip_gb ip") {
            $0.settings["ip_gb ip"] = "192.0.2.101"
        },
        Drift(testDescription: "other interface", verbs: ["configure"], field: "ip_gb nic") {
            $0.settings["ip_gb nic"] = "eth1"
        },
        Drift(testDescription: "other netmask", verbs: ["configure"], field: "ip_gb cidr_netmask") {
            $0.settings["ip_gb cidr_netmask"] = "24"
        },
        Drift(testDescription: "property", verbs: ["configure"], field: "no-quorum-policy") {
            $0.settings["no-quorum-policy"] = "stop"
        },
        Drift(testDescription: "HAProxy not watched", verbs: ["configure"], field: "haproxy agent") {
            $0.settings["haproxy agent"] = nil
        },
        Drift(testDescription: "failed action", verbs: ["cleanup"], field: nil) {
            $0.failures = ["haproxy on wlb01: not running"]
        },
        Drift(testDescription: "not after a reboot", verbs: ["start"], field: nil) { $0.isEnabled = false },
        Drift(testDescription: "all at once", verbs: ["start", "configure", "cleanup"], field: "ip_gb ip") {
            $0.isEnabled = false
            $0.settings["ip_gb ip"] = "192.0.2.101"
            $0.failures = ["ip_gb on wlb02: error"]
        },
    ]

    @Test(arguments: drifts)
    func driftIsMended(_ drift: Drift) {
        let state = Self.state(Self.edited(drift.edit))
        let plan = Self.plan(state)
        #expect(plan.steps.map(\.verb) == drift.verbs)
        #expect(plan.conflicts.isEmpty)
        if let field = drift.field { #expect(plan.steps.flatMap(\.changes).map(\.field) == [field]) }
        let findings = DriftReport(plan, observed: state).findings
        // Nothing was ever applied here: what differs is pending, not drift.
        #expect(plan.steps.allSatisfy { $0.cause == .pending } && findings.isEmpty)
        #expect(Self.plan(state).digest == plan.digest)
    }

    /// The address moves with every fail-over: no plan may depend on where it is.
    @Test func aFailOverChangesNothing() {
        let state = Self.state([Self.settled(), Self.settled()])
        let moved = Self.state(Self.edited { $0.holder = "wlb02" })
        #expect(Self.plan(state).digest == Self.plan(moved).digest)
    }

    @Test func aNodeThatStandsStillIsStarted() {
        var stopped = Self.settled()
        stopped.isRunning = false
        #expect(Self.plan(Self.state([stopped, Self.settled()])).steps.map(\.verb) == ["start"])
    }

    @Test func anotherPasswordIsSet() {
        let state = Self.state(
            [Self.settled(), Self.settled()], password: ConfidentialText(Secret("another")))
        let plan = Self.plan(state)
        #expect(plan.steps.map(\.verb) == ["password"])
        #expect(plan.steps.first?.changes.first?.to == FieldChange.secretChanged)
    }

    @Test func theAddressIsChangedByACommit() {
        let plan = Self.plan(Self.state([Self.settled(), Self.settled()]), Self.wanted("192.0.2.200"))
        let change = FieldChange(field: "ip_gb ip", from: "192.0.2.100", to: "192.0.2.200")
        #expect(plan.steps.flatMap(\.changes) == [change])
    }

    /// Balancers with interfaces of different names: the agent finds its own.
    @Test func differentInterfacesAreNotNamed() {
        #expect(Self.wanted(interfaces: ["eth0", "ens3"]).settings["ip_gb nic"] == nil)
        #expect(Self.wanted().settings["ip_gb nic"] == "eth0")
    }

    struct Obstacle: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var words: String
        var isOwned = true
        var views: [ClusterView]
    }

    static let obstacles: [Obstacle] = {
        var foreign = debian()
        (foreign.clusterName, foreign.resources) = ("theirs", ["database"])
        var used = debian()
        used.resources = ["database"]
        var other = settled()
        other.nodes = ["wlb01": "192.0.2.31", "old": "192.0.2.39"]
        let alone = ["wlb01", "wlb02"].map { name in
            var view = settled()
            view.online = [name]
            return view
        }
        var moved = settled()
        moved.nodes = ["wlb01": "192.0.2.51", "wlb02": "192.0.2.52"]
        var differing = settled()
        differing.settings["ip_gb ip"] = "192.0.2.101"
        return [
            Obstacle(
                testDescription: "no software", words: "not installed on wlb02",
                views: [debian(), ClusterView(isInstalled: false)]),
            Obstacle(testDescription: "live foreign cluster", words: "never destroys", views: [foreign, debian()]),
            Obstacle(testDescription: "Debian's cluster in use", words: "with database", views: [used, debian()]),
            Obstacle(testDescription: "another node", words: "pcs cluster node add", views: [other, settled()]),
            Obstacle(testDescription: "both have other addresses", words: "hosts.yaml", views: [moved, moved]),
            Obstacle(testDescription: "no sight of each other", words: "do not see each other", views: alone),
            Obstacle(
                testDescription: "of our name, made by hand", words: "not Isobar's", isOwned: false,
                views: [differing, differing]),
        ]
    }()

    @Test(arguments: obstacles)
    func nothingIsDoneInTheWayOfSomethingElse(_ obstacle: Obstacle) {
        let plan = Self.plan(Self.state(obstacle.views, isOwned: obstacle.isOwned))
        #expect(plan.steps.isEmpty)
        #expect(plan.conflicts.count == 1)
        #expect(plan.conflicts.first?.explanation.contains(obstacle.words) == true, "\(plan.conflicts)")
    }

    @Test func nothingIsSaidBeforeBothWereSeen() {
        var state = Self.state([Self.debian(), Self.debian()], isOwned: false)
        #expect(Self.plan(state, scope: PlanScope(hosts: [Self.balancers[0]])).steps.isEmpty)
        state.hosts[Self.balancers[1]] = nil
        #expect(Self.plan(state).steps.isEmpty)
    }

    // MARK: - Where it shall be

    private static func preferring(_ name: String?) -> VirtualIPSpecification {
        var wanted = wanted()
        wanted.preferred = name.map(host)
        return wanted
    }

    private static func standing(on holder: String?, recorded: String?) -> [ClusterView] {
        edited {
            $0.holder = holder
            $0.settings["ip_gb preferred"] = recorded
        }
    }

    @Test func aNewPreferenceIsAMoveOfItsOwn() throws {
        let plan = Self.plan(Self.state(Self.standing(on: "wlb01", recorded: nil)), Self.preferring("wlb02"))
        let step = try #require(plan.steps.first)
        #expect(plan.steps.count == 1 && step.verb == "move" && step.action == .run)
        #expect(step.changes.contains(FieldChange(field: "address on", from: "wlb01", to: "wlb02")))
    }

    @Test(arguments: [(holder: "wlb02", recorded: "wlb01"), (holder: "wlb02", recorded: nil)])
    func whereItIsAlreadyThePreferenceIsOnlyRecorded(holder: String, recorded: String?) {
        let plan = Self.plan(Self.state(Self.standing(on: holder, recorded: recorded)), Self.preferring("wlb02"))
        #expect(plan.steps.map(\.verb) == ["configure"])
        #expect(plan.steps.flatMap(\.changes) == [FieldChange(field: "ip_gb preferred", from: recorded, to: "wlb02")])
    }

    /// Moving it back would reset all connections once more.
    @Test func afterAFailOverItStaysAndIsReported() {
        let state = Self.state(Self.standing(on: "wlb01", recorded: "wlb02"))
        let plan = Self.plan(state, Self.preferring("wlb02"))
        #expect(plan.steps.isEmpty && plan.conflicts.isEmpty)
        let findings = DriftReport(plan, observed: state).findings
        #expect(findings.map(\.nature) == [.elsewhere])
        #expect(findings.first?.sentence == "the virtual address is on wlb01 and not on wlb02, as after a fail-over")
        #expect(findings.first?.isMendable == false)
    }

    @Test func aPreferenceThatIsTakenBackGoes() {
        let plan = Self.plan(Self.state(Self.standing(on: "wlb02", recorded: "wlb02")))
        #expect(plan.steps.map(\.verb) == ["configure"])
        #expect(plan.steps.flatMap(\.changes) == [FieldChange(field: "ip_gb preferred", from: "wlb02", to: nil)])
    }

    /// Both balancers are put in order before, and the old preference stays until
    /// the address is where the new one wants it.
    @Test func theMoveComesLast() {
        var views = Self.standing(on: "wlb01", recorded: "wlb01")
        for index in views.indices { views[index].interventions = ["wlb02 standby": "on"] }
        let plan = Self.plan(Self.state(views), Self.preferring("wlb02"))
        #expect(plan.steps.map(\.verb) == ["configure", "move"])
        #expect(plan.steps.first?.changes.map(\.field) == ["wlb02 standby"])
        #expect(plan.steps.last?.after == plan.steps.first.map { [$0.id] })
    }

    @Test func aThirdVoteChangesWhatANodeWithoutMajorityDoes() {
        var wanted = Self.wanted()
        wanted.hasThirdVote = true
        let plan = Self.plan(Self.state([Self.settled(), Self.settled()]), wanted)
        #expect(
            plan.steps.flatMap(\.changes) == [FieldChange(field: "no-quorum-policy", from: "ignore", to: "stop")])
    }

    // MARK: - Taken in anew

    /// wlb02 as the cluster knows it, before it got its address of now.
    private static func renumbered() -> ClusterView {
        var view = settled()
        view.nodes["wlb02"] = "192.0.2.99"
        return view
    }

    struct Admission: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var from: String?
        var views: [ClusterView]
    }

    static let admissions: [Admission] = {
        var alone = settled()
        alone.nodes = ["wlb01": "192.0.2.31"]
        var cutOff = renumbered()
        cutOff.online = ["wlb02"]
        var stopped = renumbered()
        stopped.isRunning = false
        var lonely = renumbered()
        lonely.online = ["wlb01"]
        let fresh = ClusterView(isInstalled: true)
        return [
            Admission(testDescription: "another address", from: "192.0.2.99", views: [renumbered(), renumbered()]),
            Admission(testDescription: "cut off by it", from: "192.0.2.99", views: [lonely, cutOff]),
            Admission(testDescription: "stopped for it", from: "192.0.2.99", views: [lonely, stopped]),
            Admission(testDescription: "killed after it left", from: "192.0.2.99", views: [lonely, fresh]),
            Admission(testDescription: "killed before it was back", from: nil, views: [alone, fresh]),
            Admission(testDescription: "a new machine", from: nil, views: [settled(), debian()]),
        ]
    }()

    @Test(arguments: admissions)
    func oneIsTakenInWhileTheOtherServes(_ admission: Admission) {
        let plan = Self.plan(Self.state(admission.views))
        #expect(plan.conflicts.isEmpty, "\(plan.conflicts)")
        #expect(plan.steps.map(\.verb) == ["admit"])
        #expect(
            plan.steps.flatMap(\.changes) == [FieldChange(field: "wlb02 address", from: admission.from, to: "192.0.2.32")])
    }

    @Test func aThirdVoteHasToGoBefore() {
        var wanted = Self.wanted()
        wanted.hasThirdVote = true
        let plan = Self.plan(Self.state([Self.renumbered(), Self.renumbered()]), wanted)
        #expect(plan.steps.isEmpty)
        #expect(plan.conflicts.first?.explanation.contains("take loadBalancer.quorumDevice out") == true)
    }
}
