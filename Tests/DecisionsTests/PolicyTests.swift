import BrokerModel
import Testing

@testable import Decisions

@Suite("When a plan is carried out")
struct PolicyTests {
    private static let first = LoopRig.step("waloop01/container/ca-eccc-msc")
    private static let second = LoopRig.step("waloop02/container/de-dwd")
    private static let drifted = LoopRig.step("waloop02/file/etc/a", .drift)

    private static func scope(
        host: String? = nil, node: String? = nil, kind: String? = nil, _ apply: ApplyPolicy.Mode? = nil,
        heal: Bool? = nil
    ) -> PolicyScope {
        PolicyScope(
            hosts: [host].compactMap { $0.flatMap { HostName($0) } },
            nodes: [node].compactMap { $0.flatMap { CentreID($0) } },
            kinds: [kind].compactMap { $0.map { ResourceKind($0) } }, apply: apply, selfHeal: heal)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var policy: ApplyPolicy
        var steps: [Step]

        /// The resources that are touched at once.
        var atOnce: [String]
        var purpose: Order.Purpose?
        var waits = false
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            name: "automatic", policy: ApplyPolicy(apply: .automatic), steps: [first, drifted],
            atOnce: ["waloop01/container/ca-eccc-msc", "waloop02/file/etc/a"], purpose: .change),
        Case(name: "approval", policy: ApplyPolicy(), steps: [first], atOnce: [], waits: true),
        Case(
            name: "approval, and what drifted is mended first", policy: ApplyPolicy(), steps: [first, drifted],
            atOnce: ["waloop02/file/etc/a"], purpose: .heal),
        Case(
            name: "approval, drift too where nothing heals itself", policy: ApplyPolicy(selfHeal: false),
            steps: [drifted], atOnce: [], waits: true),
        Case(
            name: "automatic, and drift waits where nothing heals itself",
            policy: ApplyPolicy(apply: .automatic, selfHeal: false), steps: [first, drifted],
            atOnce: ["waloop01/container/ca-eccc-msc"], purpose: .change),
        Case(name: "observe", policy: ApplyPolicy(apply: .observe), steps: [first, drifted], atOnce: []),
        Case(
            name: "automatic for one host",
            policy: ApplyPolicy(scopes: [scope(host: "waloop01", .automatic)]), steps: [first, second],
            atOnce: ["waloop01/container/ca-eccc-msc"], purpose: .change),
        Case(
            name: "automatic but for one node",
            policy: ApplyPolicy(apply: .automatic, scopes: [scope(node: "de-dwd", .approval)]),
            steps: [first, second], atOnce: ["waloop01/container/ca-eccc-msc"], purpose: .change),
        Case(
            name: "automatic but for a kind on a host, where both are named",
            policy: ApplyPolicy(apply: .automatic, scopes: [scope(host: "waloop02", kind: "container", .observe)]),
            steps: [first, second, drifted], atOnce: ["waloop01/container/ca-eccc-msc", "waloop02/file/etc/a"],
            purpose: .change),
        Case(
            name: "no healing of a kind", policy: ApplyPolicy(scopes: [scope(kind: "file", heal: false)]),
            steps: [drifted], atOnce: [], waits: true),
        Case(
            name: "the first scope that fits decides",
            policy: ApplyPolicy(scopes: [scope(host: "waloop01", .observe), scope(node: "ca-eccc-msc", .automatic)]),
            steps: [first], atOnce: []),
    ]

    @Test("Policy decides for all and by scope", arguments: cases)
    func policy(_ example: Case) {
        var rig = LoopRig(example.policy, memory: LoopMemory(applied: LoopRig.commit(1)))
        rig.fetched(2)
        rig.planned(2, example.steps)
        #expect((rig.order?.plan.steps ?? []).map(\.resource.description) == example.atOnce)
        #expect(rig.order?.purpose == example.purpose)
        #expect((rig.loop.proposal != nil) == example.waits)
    }

    @Test("While nothing was applied, nothing can have drifted: it waits like all else")
    func noBaseline() {
        var rig = LoopRig()
        rig.fetched(1)
        rig.planned(1, [Self.drifted])
        #expect(rig.order == nil)
        #expect(rig.loop.proposal?.steps == 1)
    }

    @Test("What comes after a step that waits, waits; and nobody drains what could not join again")
    func closure() {
        let drain = LoopRig.step("wlb01/rotation/wbroker01", .pending, .run)
        let replaced = LoopRig.step("wbroker01/container/emqx", .pending, .replace, after: [drain])
        let join = LoopRig.step("wlb01/rotation/wbroker01", .pending, .update, after: [replaced], completing: drain)
        let other = LoopRig.step("waloop01/file/etc/a")
        let policy = ApplyPolicy(apply: .automatic, scopes: [Self.scope(host: "wbroker01", .approval)])
        var rig = LoopRig(policy, memory: LoopMemory(applied: LoopRig.commit(1)))
        rig.fetched(2)
        rig.planned(2, [drain, replaced, join, other])
        #expect(rig.order?.plan.steps.map(\.id) == [other.id])
        #expect(rig.order?.isWhole == false)
        #expect(rig.order?.plan.heldBack == [drain.resource, replaced.resource])
    }

    @Test("Outside its windows git's changes wait, drift is mended, and the window's beginning wakes it")
    func windows() throws {
        // 1790000000 is 2026-09-21T14:13:20Z, a Monday.
        let window = MaintenanceWindow(days: [.tue], begin: 120, end: 240)
        var rig = LoopRig(
            ApplyPolicy(apply: .automatic, windows: [window]), memory: LoopMemory(applied: LoopRig.commit(1)))
        rig.fetched(2)
        rig.planned(2, [Self.first, Self.drifted])
        #expect(rig.order?.purpose == .heal)
        rig.ended(applied: 1)
        rig.fetched(2)
        rig.planned(2, [Self.first])
        let opening = try #require(Timestamp("2026-09-22T02:00:00Z"))
        #expect(rig.loop.condition == .held([.window(opening)]))
        rig.now = opening
        rig.send(.tick)
        rig.fetched(2)
        rig.planned(2, [Self.first])
        #expect(rig.order?.purpose == .change)
    }

    @Test(
        "A window is open from its beginning to its end, past midnight too",
        arguments: [
            ("2026-09-21T21:59:59Z", "2026-09-21T22:00:00Z"), ("2026-09-21T22:00:00Z", nil),
            ("2026-09-22T03:59:59Z", nil), ("2026-09-22T04:00:00Z", "2026-09-28T22:00:00Z"),
        ])
    func window(at moment: String, opens: String?) throws {
        let policy = ApplyPolicy(windows: [MaintenanceWindow(days: [.mon], begin: 1320, end: 240)])
        #expect(policy.waitsForWindow(at: try #require(Timestamp(moment))) == opens.flatMap { Timestamp($0) })
    }

    @Test(
        "What the policy does not admit is held back with its reason, also after an approval; the rest goes on",
        arguments: [HoldReason.image, .packageSource], [ApplyPolicy.Mode.automatic, .approval])
    func refused(reason: HoldReason, mode: ApplyPolicy.Mode) throws {
        var rig = LoopRig(ApplyPolicy(apply: mode), memory: LoopMemory(applied: LoopRig.commit(1)))
        rig.fetched(2)
        rig.planned(2, [Self.first, Self.second], refused: [Self.first.id: reason])
        if mode == .approval {
            let proposal = try #require(rig.loop.proposal)
            #expect(proposal.steps == 1)
            rig.planned(1)
            rig.send(.decided(PlanDecision(plan: proposal.digest, verdict: .approved, actor: "ada")))
            rig.fetched(2)
            rig.planned(2, [Self.first, Self.second], refused: [Self.first.id: reason])
        }
        #expect(rig.order?.plan.steps.map(\.id) == [Self.second.id])
        rig.ended(applied: 1)
        rig.fetched(2)
        rig.planned(2, [Self.first], refused: [Self.first.id: reason])
        #expect(rig.order == nil && rig.loop.condition == .held([reason]))
    }

    @Test("What comes after a step that waits is told of, once, and no longer than it waits")
    func behind() {
        let next = LoopRig.step("waloop02/container/ca-eccc-msc", after: [Self.first])
        let policy = ApplyPolicy(apply: .automatic, scopes: [Self.scope(host: "waloop01", .approval)])
        var rig = LoopRig(policy, memory: LoopMemory(applied: LoopRig.commit(1)))
        rig.fetched(2)
        rig.planned(2, [Self.first, next])
        #expect(rig.order == nil)
        #expect(rig.loop.behind == [next.resource])
        #expect(rig.notices.contains(.behind([next.resource])))
        rig.planned(1)
        rig.cycle(2, [Self.first, next])
        #expect(!rig.notices.contains(.behind([next.resource])))
        rig.planned(1)
        rig.cycle(2, [Self.first])
        #expect(rig.loop.behind.isEmpty)
    }

    @Test("The time of day is set back: nothing is waited for longer because of it")
    func clock() throws {
        var rig = LoopRig(memory: LoopMemory(applied: LoopRig.commit(1), seen: LoopRig.commit(1)))
        rig.fetched(1)
        rig.planned(1)
        rig.now = rig.now - .seconds(86_400)
        rig.send(.toldToLook(.host(try #require(HostName("waloop01")))))
        let next = try #require(rig.wakesAt)
        #expect(next - rig.now <= .seconds(660))
    }

    @Test("Hosts that left are let go as the policy for all says")
    func departures() {
        var automatic = LoopRig(ApplyPolicy(apply: .automatic), memory: LoopMemory(applied: LoopRig.commit(1)))
        automatic.fetched(2)
        automatic.planned(2, departed: ["gone01"])
        #expect(automatic.order?.isWhole == true)
        var asked = LoopRig(memory: LoopMemory(applied: LoopRig.commit(1)))
        asked.fetched(2)
        asked.planned(2, departed: ["gone01"])
        #expect(asked.order == nil && asked.loop.proposal?.deletions == 1)
    }
}
