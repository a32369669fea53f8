import BrokerModel
import TestSupport
import Testing

@testable import Execution

/// When a member may be taken out, look after look and in virtual time.
@Suite struct SiblingRuleTests {
    private let member = Plans.instance("h1")
    private let sibling = Plans.instance("h2")
    private let well = MemberHealth(isRunning: true, isHealthy: true)
    private let ill = MemberHealth(isRunning: true, isHealthy: false, note: "/metrics does not answer")
    private let down = MemberHealth(isRunning: false, isHealthy: false)

    /// What the rule says at the last of `looks`: a time, and how the member
    /// was then. The sibling is down throughout.
    private func lastObjection(_ looks: [(Int, MemberHealth?)]) -> String? {
        var rule = SiblingRule(member: member, siblings: [sibling], window: .seconds(20))
        var last: String?
        for (second, own) in looks {
            var health = [sibling: down]
            health[member] = own
            last = rule.objection(health, elapsed: .seconds(second))?.description
        }
        return last
    }

    @Test func oneMissedProbeIsNoProof() {
        #expect(lastObjection([(0, ill)])?.contains("does not run") == true)
        #expect(lastObjection([(0, well), (30, ill)]) != nil)
    }

    @Test func manyLooksWithoutTimeAreNoProof() {
        #expect(lastObjection((0..<19).map { ($0, ill) }) != nil)
    }

    @Test func timeWithoutLooksIsNoProof() {
        #expect(lastObjection([(0, ill), (60, ill)]) != nil)
    }

    @Test func aWindowOfLooksIsProof() {
        #expect(lastObjection([(0, ill), (10, ill), (20, ill)]) == nil)
        #expect(lastObjection([(0, down), (10, ill), (20, down)]) == nil)
    }

    /// Its cluster is short of the sibling: that is what it complains of.
    @Test func whatServesAllTheSameStays() {
        let serving = MemberHealth(isRunning: true, isHealthy: false, mayServe: true, note: "a node is not reached")
        #expect(lastObjection((0...60).map { ($0, serving) })?.contains("does not run") == true)
    }

    @Test func oneGoodLookBeginsTheWindowAnew() {
        #expect(lastObjection([(0, ill), (10, ill), (15, well), (20, ill), (25, ill), (39, ill)]) != nil)
        #expect(lastObjection([(0, ill), (15, well), (20, ill), (30, ill), (40, ill)]) == nil)
    }

    @Test func anUnseenMemberIsUnknownAndBeginsTheWindowAnew() {
        #expect(lastObjection([(0, ill), (10, ill), (20, nil)])?.contains("cannot be looked at") == true)
        #expect(lastObjection([(0, ill), (10, ill), (20, nil), (30, ill)]) != nil)
    }

    @Test func besideAWellSiblingAnIllMemberGoesAtOnce() {
        var rule = SiblingRule(member: member, siblings: [sibling], window: .seconds(20))
        #expect(rule.objection([member: ill, sibling: well], elapsed: .zero) == nil)
    }

    @Test func aMemberThatMissesAProbeNowAndThenStays() async {
        // It serves, and one look in three fails; its sibling is down.
        let (member, down) = (member, down)
        let fleet = FakeFleet(clock: ManualClock()) { address, now in
            guard address == member else { return down }
            return MemberHealth(isRunning: true, isHealthy: now.components.seconds % 3 != 0)
        }
        let report = await fleet.run([Plans.disturb("h1", beside: "h2")])
        #expect(report.failure("h1")?.code == .healthGateFailed)
        #expect(fleet.time(.began, "h1") == nil)
    }

    @Test func aPairThatIsDownIsMended() async throws {
        let down = down
        let member = member
        let fleet = FakeFleet(clock: ManualClock()) { address, now in
            address == member && now > .seconds(21) ? MemberHealth(isRunning: true, isHealthy: true) : down
        }
        let report = await fleet.run([Plans.disturb("h1", beside: "h2")])
        #expect(report.succeeded.count == 1)
        #expect(try #require(fleet.time(.began, "h1")) >= .seconds(20))
    }
}
