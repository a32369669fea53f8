import BrokerModel
import PlanChecker
import TestSupport
import Testing

@testable import Planner

/// What was observed of the third vote, and the steps that follow.
@Suite("The third vote in plans")
struct QuorumDeviceRulesTests {
    private static let balancers = [host("wlb01"), host("wlb02")]
    private static let manage = host("wmanage")

    private static func wanted(_ address: String? = "192.0.2.41") -> QuorumDeviceSpecification {
        QuorumDeviceSpecification(
            balancers: balancers, server: address.map { QuorumServer(host: manage, address: $0) },
            retired: address == nil ? [manage] : [])
    }

    private static func member(_ edit: (inout QuorumMemberView) -> Void = { _ in }) -> QuorumMemberView {
        var view = server()
        view.device = wanted().device
        view.isConnected = true
        edit(&view)
        return view
    }

    private static func server(_ edit: (inout QuorumMemberView) -> Void = { _ in }) -> QuorumMemberView {
        var view = QuorumMemberView(isOurs: true)
        (view.isInstalled, view.isRunning, view.isEnabled, view.authority) = (true, true, true, "authority")
        edit(&view)
        return view
    }

    /// As Debian's packages leave it: a server that runs, members that know nothing.
    private static func fresh(isServer: Bool) -> QuorumMemberView {
        var view = QuorumMemberView(isOurs: false)
        (view.isInstalled, view.isRunning, view.isEnabled) = (true, isServer, isServer)
        view.authority = isServer ? "authority" : nil
        return view
    }

    private static func plan(
        _ views: [HostName: QuorumMemberView], _ wanted: QuorumDeviceSpecification = wanted(),
        applied: QuorumDeviceSpecification? = nil
    ) -> Plan {
        var state = ObservedState(observedAt: Timestamp(seconds: 0))
        for (host, view) in views {
            let address = ResourceAddress(host, QuorumDeviceSpecification.kind, ResourceAddress.partName)
            let found = ObservedResource(
                address: address, observation: QuorumDeviceObservation(views: [host.text: view]), isOwned: view.isOurs)
            state.hosts[host] = ObservedHost(host: host, resources: [address: found], manifest: Manifest())
        }
        let source = SourcePosition(file: "broker.yaml", line: 1)
        let hosts = (balancers + [manage]).map {
            Host(
                name: $0, role: $0 == manage ? .manage : .loadbalancer, address: "192.0.2.1", hostKey: "k",
                source: source)
        }
        let resource = Resource(
            address: QuorumDeviceSpecification.resource, specification: wanted, source: source, reason: "a vote")
        var input = PlanningInput(
            resources: [resource], observed: state, hosts: hosts, broker: centre(999), commit: "0",
            limits: RolloutLimits(), key: [1])
        if let applied { input.lastApplied[resource.address] = applied.digest(key: [1]) }
        let plan = Planning.plan(input)
        let check = PlanCheckInput(
            hosts: hosts, observed: state, limits: RolloutLimits(), replicas: 2, wantedNodes: [], managesBalancers: true)
        #expect(PlanCheck.check(plan, against: check) == [])
        return plan
    }

    private static func views(_ first: QuorumMemberView, _ second: QuorumMemberView, _ server: QuorumMemberView)
        -> [HostName: QuorumMemberView]
    {
        [balancers[0]: first, balancers[1]: second, manage: server]
    }

    @Test func aVoteThatStandsIsLeftAlone() {
        let plan = Self.plan(Self.views(Self.member(), Self.member(), Self.server()))
        #expect(plan.steps.isEmpty && plan.conflicts.isEmpty)
    }

    @Test func itIsMadeOnceOnAllHosts() throws {
        let plan = Self.plan(
            Self.views(Self.fresh(isServer: false), Self.fresh(isServer: false), Self.fresh(isServer: true)))
        let step = try #require(plan.steps.first)
        #expect(plan.steps.count == 1 && step.verb == "create" && step.action == .create)
        #expect(step.hosts == Self.balancers + [Self.manage])
        #expect(step.changes.contains(FieldChange(field: "wlb01 device net.host", from: nil, to: "192.0.2.41")))
    }

    @Test func nobodyWantsItAndThereIsNone() {
        let plan = Self.plan(
            Self.views(Self.fresh(isServer: false), Self.fresh(isServer: false), Self.fresh(isServer: true)),
            Self.wanted(nil))
        #expect(plan.steps.isEmpty && plan.conflicts.isEmpty)
    }

    @Test func whatIsNotOursStaysWhenNobodyWantsIt() {
        let theirs = Self.member { $0.isOurs = false }
        let plan = Self.plan(Self.views(theirs, theirs, Self.server { $0.isOurs = false }), Self.wanted(nil))
        #expect(plan.steps.isEmpty && plan.conflicts.isEmpty)
    }

    @Test func itGoesWhenTheKeyGoes() throws {
        let plan = Self.plan(Self.views(Self.member(), Self.member(), Self.server()), Self.wanted(nil))
        let step = try #require(plan.steps.first)
        #expect(plan.steps.count == 1 && step.verb == "remove" && step.action == .delete)
        #expect(Set(step.hosts) == Set(Self.balancers + [Self.manage]))
    }

    struct Drift: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var verb: String
        var field: String?
        var nature: DriftNature
        var views: [HostName: QuorumMemberView]
    }

    static let drifts = [
        Drift(
            testDescription: "another server in corosync.conf", verb: "configure", field: "wlb01 device net.host",
            nature: .settingsChanged,
            views: views(member { $0.device["net.host"] = "192.0.2.99" }, member(), server())),
        Drift(
            testDescription: "no TLS", verb: "configure", field: "wlb02 device net.tls", nature: .settingsChanged,
            views: views(member(), member { $0.device["net.tls"] = "on" }, server())),
        Drift(
            testDescription: "one member without", verb: "configure", field: "wlb02 device model",
            nature: .settingsChanged, views: views(member(), member { $0.device = [:] }, server())),
        Drift(
            testDescription: "a new authority", verb: "configure", field: "wlb01 certificate",
            nature: .settingsChanged, views: views(member(), member(), server { $0.authority = "new" })),
        Drift(
            testDescription: "taken out of both", verb: "create", field: "wlb01 device model", nature: .missing,
            views: views(member { $0.device = [:] }, member { $0.device = [:] }, server())),
        Drift(
            testDescription: "the server stopped", verb: "start", field: nil, nature: .stopped,
            views: views(member { $0.isConnected = false }, member { $0.isConnected = false }, server { $0.isRunning = false })),
        Drift(
            testDescription: "a member that would not start again", verb: "start", field: nil, nature: .stopped,
            views: views(member(), member { $0.isEnabled = false }, server())),
    ]

    @Test(arguments: drifts)
    func driftIsMended(_ drift: Drift) {
        let plan = Self.plan(drift.views, applied: Self.wanted())
        #expect(plan.steps.map(\.verb) == [drift.verb] && plan.conflicts.isEmpty)
        #expect(plan.steps.allSatisfy { $0.cause == .drift })
        if let field = drift.field { #expect(plan.steps.flatMap(\.changes).map(\.field).contains(field)) }
        let state = Self.observed(drift.views)
        #expect(DriftReport(plan, observed: state).findings.map(\.nature) == [drift.nature])
    }

    private static func observed(_ views: [HostName: QuorumMemberView]) -> ObservedState {
        var state = ObservedState(observedAt: Timestamp(seconds: 0))
        for (host, view) in views {
            let address = ResourceAddress(host, QuorumDeviceSpecification.kind, ResourceAddress.partName)
            let found = ObservedResource(
                address: address, observation: QuorumDeviceObservation(views: [host.text: view]), isOwned: true)
            state.hosts[host] = ObservedHost(host: host, resources: [address: found], manifest: Manifest())
        }
        return state
    }

    /// Nothing on the hosts could be changed to make it better.
    @Test func aMemberThatDoesNotReachItIsSaid() {
        let plan = Self.plan(Self.views(Self.member(), Self.member { $0.isConnected = false }, Self.server()))
        #expect(plan.steps.isEmpty)
        #expect(plan.conflicts.first?.explanation.contains("wlb02 does not reach the third vote on wmanage") == true)
    }

    @Test func aDeviceOfSomebodyElseIsLeftAlone() {
        let theirs = Self.member {
            $0.isOurs = false
            $0.device["net.host"] = "192.0.2.99"
        }
        let plan = Self.plan(Self.views(theirs, theirs, Self.fresh(isServer: true)))
        #expect(plan.steps.isEmpty)
        #expect(plan.conflicts.first?.explanation.contains("pcs quorum device remove") == true)
    }

    @Test func withoutTheSoftwareItIsSaid() {
        let bare = QuorumMemberView(isOurs: false)
        let plan = Self.plan(Self.views(Self.fresh(isServer: false), bare, Self.fresh(isServer: true)))
        #expect(plan.conflicts.first?.explanation.contains("not installed on wlb02") == true)
    }

    /// The host that gives the vote can be gone: then nothing is known, and the
    /// balancers are left as they are.
    @Test func nothingIsDoneWhileAHostWasNotSeen() {
        var views = Self.views(Self.member { $0.isRunning = false }, Self.member(), Self.server())
        views[Self.manage] = nil
        #expect(Self.plan(views).steps.isEmpty)
    }
}
