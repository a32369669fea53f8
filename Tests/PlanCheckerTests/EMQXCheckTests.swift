import BrokerModel
import PlanChecker
import Testing

/// Plans that decide who may come into EMQX: hand-made ones.
@Suite("Plans that keep EMQX's door")
struct EMQXCheckTests {
    private static let hosts = ["wbroker01", "wbroker02"].compactMap { HostName($0) }

    private static let cluster = EMQXClusterSpecification(
        members: hosts.map { EMQXClusterMember(host: $0, node: "emqx@\($0)") },
        dashboardPassword: ConfidentialText(Secret("x")))

    private static let user = EMQXUserSpecification(
        name: "everyone", login: "everyone", password: ConfidentialText(Secret("x")), hosts: hosts)

    private static let door = EMQXDoor(
        admitsAnybody: false, authenticators: [EMQXDoor.authenticator], sources: [EMQXDoor.source], noMatch: "deny")

    /// Both members answer, and know the user.
    private static func fixture(isOwned: Bool = true) -> PlanFixture {
        var plan = PlanFixture()
        for host in hosts {
            plan.see(
                "\(host)/emqx/member",
                EMQXObservation(views: [host: EMQXView(running: hosts.map { "emqx@\($0)" }, door: door)]))
            plan.see(
                "\(host)/user/everyone",
                EMQXUserObservation(accounts: [host: EMQXAccount(isSuperuser: false, rules: [])]), isOwned: isOwned)
        }
        return plan
    }

    private static let balancer = HAProxySpecification(configuration: "2", loadedFiles: [:])

    @Test(arguments: [StepVerb.start, StepVerb.reload]) func theDoorBeforeTheBalancers(verb: String) {
        var plan = Self.fixture()
        let configured = plan.add("cluster/emqx", .update, verb: StepVerb.configure, Self.cluster)
        let user = plan.add("emqx/user/everyone", .update, verb: StepVerb.update, after: [configured], Self.user)
        for balancer in ["wlb01", "wlb02"] {
            plan.add("\(balancer)/haproxy/configuration", .run, verb: verb, after: [user], Self.balancer)
        }
        #expect(plan.violations() == [])
        plan.steps[2].after = [StepID(configured)]
        #expect(plan.broken() == [.openDoor])
        plan.steps[2].after = []
        plan.steps[2].verb = StepVerb.renew
        #expect(plan.violations() == [], "another certificate lets nobody in")
    }

    @Test func theDoorBeforeAMemberGoes() {
        var plan = Self.fixture()
        plan.seeInstance("emqx", on: "wbroker01", "wbroker02")
        let configured = plan.add("cluster/emqx", .update, verb: StepVerb.configure, Self.cluster)
        plan.replace("emqx", on: "wbroker01", beside: "wbroker02", after: [configured])
        #expect(plan.violations() == [])
        plan.steps[1].after = []
        #expect(plan.broken() == [.openDoor])
    }

    @Test func nobodyElsesUserIsTouched() {
        for (action, verb) in [(StepAction.update, StepVerb.update), (.delete, StepVerb.remove)] {
            for isOwned in [true, false] {
                var plan = Self.fixture(isOwned: isOwned)
                plan.add("emqx/user/everyone", action, verb: verb, Self.user)
                #expect(plan.broken() == (isOwned ? [] : [.foreignResource]), "\(action) \(isOwned)")
            }
        }
        var plan = Self.fixture()
        plan.add("emqx/user/nobody", .delete, verb: StepVerb.remove, Self.user)
        plan.add("cluster/emqx", .delete, verb: StepVerb.remove, Self.cluster)
        #expect(plan.violations().count == 2 && plan.broken() == [.foreignResource])
    }

    /// Antiloops publish as the user they were made with.
    @Test func aPublisherLeavesLast() {
        var plan = Self.fixture()
        for host in Self.hosts {
            plan.see(
                "\(host)/user/former",
                EMQXUserObservation(
                    accounts: [host: EMQXAccount(isSuperuser: true, rules: [])],
                    stamps: [host: ConfidentialText(Secret("0a"))]))
        }
        plan.seeInstance("ca-eccc-msc", on: "waloop01", "waloop02")
        let user = plan.add("emqx/user/everyone", .update, verb: StepVerb.update, Self.user)
        plan.replace("ca-eccc-msc", on: "waloop01", beside: "waloop02", after: [])
        let replaced = plan.steps[1].id.text
        plan.add("emqx/user/former", .delete, verb: StepVerb.remove, after: [user, replaced], Self.user)
        plan.add("wlb01/haproxy/configuration", .run, verb: StepVerb.reload, after: [user], Self.balancer)
        #expect(plan.violations() == [])
        for missing in [user, replaced] {
            var wrong = plan
            wrong.steps[2].after.removeAll { $0 == StepID(missing) }
            #expect(wrong.broken() == [.useOrder], "without \(missing)")
        }
    }

    @Test func whatWasNotLookedAtIsNotChanged() {
        var plan = Self.fixture()
        plan.observed.hosts[Self.hosts[1]] = nil
        plan.add("emqx/user/everyone", .update, verb: StepVerb.update, Self.user)
        #expect(plan.broken() == [.unknownHost])
    }

    @Test(arguments: [("old:5.9.0", "new:5.8.6", true), ("old:5.8.6", "new:5.9.0", false), ("old:1", "new:5.8.6", false)])
    func dataIsNotGivenToAnOlderRelease(found: String, wanted: String, isWrong: Bool) throws {
        var plan = Self.fixture()
        plan.seeInstance("emqx", on: "wbroker01", "wbroker02")
        plan.see("wbroker01/image/\(wanted)", ImageObservation(id: "sha256:new"))
        var container = PlanFixture.container("emqx")
        container.image = found
        plan.see("wbroker01/container/emqx", container)
        var specification = try #require(PlanFixture.wanted("emqx"))
        specification.image = try #require(ImageReference(wanted))
        plan.add(
            "wbroker01/container/emqx", .replace, specification, siblings: ["wbroker02/container/emqx"])
        #expect(plan.broken() == (isWrong ? [.olderRelease] : []))
    }
}
