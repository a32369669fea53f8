import BrokerModel
import Testing

@testable import Planner

/// The users of EMQX in plans: made, changed, removed, and whose they are.
@Suite("Users of EMQX in plans")
struct EMQXUserRulesTests {
    private func ids(_ plan: Plan) -> [String] { plan.steps.map(\.id.text) }

    struct Wish: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var user: EMQXUserSpecification
        var changes: [String]
    }

    static let wishes: [Wish] = {
        var publisher = EMQXStory.user("everyone", "pass", [])
        publisher.isSuperuser = true
        return [
            Wish(
                testDescription: "another password", user: EMQXStory.user("everyone", "other", ["cache/#"]),
                changes: ["password to (secret, changed)"]),
            Wish(
                testDescription: "another topic", user: EMQXStory.user("everyone", "pass", ["cache/#", "origin/#"]),
                changes: ["rights to allow subscribe cache/#, allow subscribe origin/#"]),
            Wish(
                testDescription: "a topic that is a secret",
                user: EMQXStory.user("everyone", "pass", [ConfidentialText(Secret("canary/#"))]),
                changes: ["rights to allow subscribe (secret)"]),
            Wish(testDescription: "one that publishes", user: publisher, changes: ["rights to everything"]),
        ]
    }()

    @Test(arguments: wishes) func aUserIsChanged(_ wish: Wish) throws {
        var story = try EMQXStory.settled()
        story.users = [wish.user]
        let plan = story.plan()
        #expect(ids(plan) == ["emqx/user/everyone#update"])
        #expect(plan.steps.first?.hosts == EMQXStory.hosts)
        #expect(plan.steps.first?.changes.map { "\($0.field) to \($0.to ?? "")" } == wish.changes)
    }

    @Test func aUserIsMadeAndRemovedWhenItsLineIs() throws {
        var story = try EMQXStory.settled()
        story.users = [EMQXStory.user("visitor", "pass", ["monitor/#"])]
        #expect(Set(ids(story.plan())) == ["emqx/user/everyone#delete", "emqx/user/visitor#create"])
        let removal = try #require(story.plan().steps.first { $0.action == .delete })
        #expect(removal.hosts == EMQXStory.hosts && removal.specification == nil)
    }

    /// The antiloops publish as another user from their next start on.
    @Test(arguments: [EMQXUserSpecification.former, "globalbroker"])
    func aPublisherLeavesWhenNobodyPublishesAsItAnyMore(former: String) throws {
        var story = try EMQXStory.settled()
        var publisher = EMQXStory.user(former, "pass", [])
        publisher.isSuperuser = true
        story.settle(publisher)
        publisher.name = "publisher2"
        story.users.append(publisher)
        story.password = "new"
        story.world.emqxImage = "emqx:5.9"
        for node in story.world.nodes.keys { story.world.nodes[node]?.image = "golfvert/wis2gb:2.0" }
        let plan = story.plan()
        let removal = try #require(plan.steps.first { $0.action == .delete })
        #expect(removal.id.text == "emqx/user/\(former)#delete")
        let earlier = plan.steps.filter {
            $0.resource.kind == ContainerSpecification.kind || $0.id.text == "emqx/user/publisher2#create"
                || $0.resource == EMQXClusterSpecification.resource
        }
        #expect(earlier.count == 2 + 3 + 2, "\(earlier.map(\.id))")
        #expect(earlier.allSatisfy { removal.after.contains($0.id) }, "\(removal.after)")
        // As long as one of them cannot be seen, the user stays.
        story.world.state.unreachable[host("waloop04")] = Failure(
            .hostUnreachable, attempted: "look", on: "waloop04", response: "no route")
        let partly = story.plan()
        #expect(!partly.steps.contains { $0.action == .delete } && partly.steps.contains { $0.action == .create })
        #expect(partly.warnings.contains { $0.hasPrefix("emqx/user/\(former) stays: ") })
    }

    @Test func aUserLeavesWhenTheDashboardHasItsPassword() throws {
        var story = try EMQXStory.settled()
        story.users = [EMQXStory.user("visitor", "pass", ["monitor/#"])]
        story.settle(story.users[0])
        story.password = "new"
        #expect(ids(story.plan()) == ["cluster/emqx#update", "emqx/user/everyone#delete"])
        #expect(story.plan().steps.last?.after == [StepID("cluster/emqx#update")])
    }

    /// Seen on one broker only, it may be wanted by what was not looked at.
    @Test func nothingIsRemovedByALookAtOneBroker() throws {
        var story = try EMQXStory.settled()
        story.users = [EMQXStory.user("visitor", "pass", ["monitor/#"])]
        story.scope = PlanScope(hosts: [EMQXStory.hosts[0]])
        #expect(story.plan().steps.isEmpty)
        story.scope = PlanScope(nodes: [centre(0)])
        #expect(story.plan().steps.isEmpty)
    }

    @Test func aUserThatHandsRemovedOrChangedIsDrift() throws {
        var story = try EMQXStory.settled()
        story.accounts["everyone"]?.rules.append(
            EMQXRule(permission: "allow", action: "publish", topic: "canary/#"))
        let change = try #require(story.plan().steps.first?.changes.first)
        #expect(change.from == "2 rules, 1 of them to publish")
        #expect(story.drift() == ["settingsChanged: the user everyone differs in rights"])
        story.accounts = [:]
        #expect(ids(story.plan()) == ["emqx/user/everyone#create"])
        #expect(story.drift() == ["missing: the user everyone is missing"])
    }

    @Test func aUserThatHandsMadeIsToldAndStays() throws {
        var story = try EMQXStory.settled()
        story.accounts["root"] = EMQXAccount(isSuperuser: true, rules: [])
        #expect(story.plan().steps.isEmpty)
        #expect(
            story.drift() == ["foreignUser: the user root was made by somebody else (everything), and nothing asks for it"])
        // Unless the list is said to be complete.
        story.ownsAllUsers = true
        #expect(ids(story.plan()) == ["emqx/user/root#delete"])
    }

    @Test func aUserOfTheSameNameIsNotTakenOver() throws {
        var story = try EMQXStory.settled()
        story.owned = []
        story.stamps = [:]
        let plan = story.plan()
        #expect(plan.steps.isEmpty)
        #expect(plan.conflicts.map(\.resource.description) == ["emqx/user/everyone"])
        #expect(plan.conflicts.first?.explanation.contains("otherUsers: remove") == true)
        story.ownsAllUsers = true
        #expect(ids(story.plan()) == ["emqx/user/everyone#update"])
    }

    /// It has no record of the password: it is set once more, on all.
    @Test func aNewBrokerLearnsWhatTheOthersRemember() throws {
        var story = try EMQXStory.settled()
        story.newcomer = EMQXStory.hosts[0]
        let plan = story.plan()
        #expect(ids(plan) == ["emqx/user/everyone#update"] && plan.conflicts.isEmpty)
        #expect(plan.steps.first?.changes.map(\.field) == ["password"] && plan.steps.first?.hosts == EMQXStory.hosts)
    }
}
