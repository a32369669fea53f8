import BrokerModel
import PlanChecker
import TestSupport
import Testing

@testable import Planner

/// The EMQX cluster and its users in plans: when they are set, and what waits for
/// them.
@Suite("The EMQX cluster in plans")
struct EMQXRulesTests {
    private func ids(_ plan: Plan) -> [String] { plan.steps.map(\.id.text) }

    @Test func whatIsAsWantedNeedsNothing() throws {
        let plan = try EMQXStory.settled().plan()
        #expect(plan.steps.isEmpty && plan.conflicts.isEmpty && plan.warnings.isEmpty)
    }

    // MARK: - The Internet

    @Test func onBareHostsTheDoorIsKeptBeforeTheBalancersStart() throws {
        var story = EMQXStory(world: try World(nodes: 1))
        for host in EMQXStory.hosts { story.views[host] = .silent }
        story.isOwned = false
        let plan = story.plan()
        let create = try #require(plan.steps.first { $0.resource == EMQXClusterSpecification.resource })
        #expect(create.verb == StepVerb.create && create.hosts == EMQXStory.hosts)
        for host in EMQXStory.hosts { #expect(create.after.contains(StepID("\(host)/container/emqx#create"))) }
        let user = try #require(plan.steps.first { $0.resource.kind == EMQXUserSpecification.kind })
        #expect(user.id.text == "emqx/user/everyone#create" && user.after.contains(create.id))
        #expect(user.changes.contains(FieldChange(field: "rights", from: nil, to: "allow subscribe cache/#")))
        let starts = plan.steps.filter { $0.resource.kind == HAProxySpecification.kind }
        #expect(starts.count == 2 && starts.allSatisfy { $0.after.contains(user.id) && $0.after.contains(create.id) })
    }

    /// Nothing is known of the door: no balancer is started for the first time,
    /// and one that was there before goes on.
    @Test(arguments: [false, true]) func anUnknownDoorKeepsNewBalancersOut(wasThere: Bool) throws {
        var story = try EMQXStory.settled()
        for balancer in ["wlb01", "wlb02"].map({ host($0) }) {
            let address = ResourceAddress(balancer, HAProxySpecification.kind, "haproxy")
            story.world.state.hosts[balancer]?.resources[address] = nil
            if wasThere { story.lastApplied[address] = Digest(of: "before") }
        }
        #expect(story.plan().steps.count == 2, "the door is guarded")
        story.views[EMQXStory.hosts[2]] = .silent
        #expect(story.plan().steps.count == 2, "a silent one lets nobody in")
        for host in EMQXStory.hosts { story.views[host] = EMQXView(running: EMQXStory.nodes.sorted()) }
        let plan = story.plan()
        #expect(plan.steps.count { $0.verb == StepVerb.start } == (wasThere ? 2 : 0))
        #expect(plan.warnings.contains { $0.hasPrefix("wlb01/haproxy/haproxy is left out") } == !wasThere)
    }

    @Test func aBalancerIsNotKeptFromItsCertificate() throws {
        var story = try EMQXStory.settled()
        story.world.certificate = Secret("certificate 2")
        story.users[0] = EMQXStory.user("everyone", "other", ["cache/#"])
        let plan = story.plan()
        let renewals = plan.steps.filter { $0.verb == StepVerb.renew }
        #expect(renewals.count == 2)
        #expect(renewals.allSatisfy { $0.after.allSatisfy { !$0.text.hasPrefix("emqx/") } })
    }

    // MARK: - The cluster

    struct Setting: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var change: @Sendable (inout EMQXDoor) -> Void
        var words: String
    }

    static let settings = [
        Setting(
            testDescription: "the rules it comes with", change: { $0.sources = ["file", "built_in_database"] },
            words: "has rules from file, built_in_database instead of built_in_database"),
        Setting(
            testDescription: "what is not forbidden is allowed", change: { $0.noMatch = "allow" },
            words: "has where no rule matches allow instead of deny"),
        Setting(
            testDescription: "no authenticator", change: { $0.authenticators = [] },
            words: "has authenticator missing instead of password_based:built_in_database"),
    ]

    @Test(arguments: settings) func aSettingThatHandsChangedIsDriftAndMended(_ setting: Setting) throws {
        var story = try EMQXStory.settled()
        for host in EMQXStory.hosts {
            var door = EMQXStory.guarded
            setting.change(&door)
            story.views[host]?.door = door
        }
        #expect(ids(story.plan()) == ["cluster/emqx#update"])
        #expect(story.drift() == ["settingsChanged: the EMQX cluster \(setting.words)"])
    }

    @Test func whatSomebodyAddedIsToldAndLeftAlone() throws {
        var story = try EMQXStory.settled()
        for host in EMQXStory.hosts {
            story.views[host]?.door?.sources = ["http", "built_in_database"]
            story.views[host]?.door?.otherRules = ["all clients"]
        }
        #expect(story.plan().steps.isEmpty)
        #expect(
            story.drift() == [
                "settingsChanged: the EMQX cluster takes rules from http, too, and has rules of somebody else for all "
                    + "clients"
            ])
    }

    @Test func whatRanBeforeIsobarLookedAfterItIsSetUp() throws {
        var story = try EMQXStory.settled()
        for host in EMQXStory.hosts { story.views[host]?.door = EMQXStory.open }
        (story.accounts, story.stamps, story.owned) = ([:], [:], [])
        #expect(ids(story.plan()) == ["cluster/emqx#create", "emqx/user/everyone#create"])
    }

    /// A new password is given while the containers still tell the old one.
    @Test func aNewDashboardPasswordIsSetBeforeTheContainersGo() throws {
        var story = try EMQXStory.settled()
        story.password = "new"
        story.world.emqxImage = "emqx:5.9"
        let plan = story.plan()
        let update = try #require(plan.steps.first { $0.resource == EMQXClusterSpecification.resource })
        #expect(update.changes == [FieldChange(field: "dashboard password", from: nil, to: "(secret, changed)")])
        for host in EMQXStory.hosts {
            let replacement = try #require(plan.steps.first { $0.id.text == "\(host)/container/emqx#replace" })
            #expect(replacement.after.contains(update.id))
        }
    }

    @Test func aPasswordThatHandsGaveIsAnObstacle() throws {
        var story = try EMQXStory.settled()
        for host in EMQXStory.hosts {
            story.views[host]?.door = nil
            story.views[host]?.isLoginRefused = true
        }
        story.users[0] = EMQXStory.user("everyone", "other", ["cache/#"])
        let plan = story.plan()
        #expect(plan.steps.isEmpty)
        #expect(plan.conflicts.map(\.resource) == [EMQXClusterSpecification.resource])
        #expect(plan.conflicts.first?.explanation.contains("EMQX on wbroker01 does not take the password") == true)
    }

    /// It was made after a commit changed the secret, and the others were not yet
    /// told when the run was killed.
    @Test func aMemberStartedWithAnotherPasswordLearnsItFromTheOthers() throws {
        var story = try EMQXStory.settled()
        story.views[EMQXStory.hosts[1]]?.door = nil
        story.views[EMQXStory.hosts[1]]?.isLoginRefused = true
        let plan = story.plan()
        #expect(ids(plan) == ["cluster/emqx#update"] && plan.conflicts.isEmpty)
        #expect(plan.steps.first?.changes.map(\.field) == ["dashboard password"])
    }

    @Test func aMemberThatIsAloneIsNotJoinedByForce() throws {
        var story = try EMQXStory.settled()
        story.views[EMQXStory.hosts[2]]?.running = ["emqx@wbroker03"]
        let plan = story.plan()
        #expect(plan.steps.isEmpty)
        #expect(plan.conflicts.first?.explanation.contains("without emqx@wbroker01 and emqx@wbroker02") == true)
    }

    @Test func oneThatAdmitsAnybodyIsAnObstacle() throws {
        var story = try EMQXStory.settled()
        story.views[EMQXStory.hosts[0]]?.door?.admitsAnybody = true
        #expect(story.plan().conflicts.first?.explanation.contains("lets in a client without a name") == true)
    }

    @Test func aStoppedMemberIsWaitedForAndNothingIsGuessedOfASilentOne() throws {
        var story = try EMQXStory.settled()
        story.views[EMQXStory.hosts[0]] = .silent
        #expect(story.plan().steps.isEmpty, "it runs, and does not answer")
        #expect(story.drift() == ["notServing: the EMQX cluster gets no answer from wbroker01"])
        let address = EMQXClusterSpecification.container(on: EMQXStory.hosts[0])
        var found = try #require(
            story.world.state.hosts[EMQXStory.hosts[0]]?.resources[address]?.observation as? ContainerObservation)
        found.state.status = "exited"
        story.world.state.hosts[EMQXStory.hosts[0]]?.resources[address]?.observation = found
        #expect(ids(story.plan()) == ["wbroker01/container/emqx#start", "cluster/emqx#mend"])
    }

    /// Somebody renamed it, and made it otherwise; and the balancers load another configuration: it comes back, is
    /// changed, and then the users are told and the others changed.
    @Test func aMemberThatComesBackDoesNotWaitForWhatWaitsForIt() throws {
        var story = try EMQXStory.settled()
        let host = EMQXStory.hosts[1]
        story.views[host] = .silent
        let address = EMQXClusterSpecification.container(on: host)
        var found = try #require(story.world.state.hosts[host]?.resources[address])
        story.world.state.hosts[host]?.resources[address] = nil
        var container = try #require(found.observation as? ContainerObservation)
        container.labels[ContainerObservation.brokerLabel] = centre(999).text
        container.labels[ContainerObservation.resourceLabel] = address.description
        found.observation = container
        found.isOwned = false
        found.address = ResourceAddress(host, ContainerSpecification.kind, "other")
        story.world.state.hosts[host]?.resources[found.address] = found
        story.world.state.hosts[host]?.manifest.broker = centre(999)
        story.world.emqxImage = "emqx:5.9"
        story.world.balancerVersion = "2"
        story.users[0] = EMQXStory.user("everyone", "other", ["cache/#"])
        let plan = story.plan()
        let order = Dictionary(uniqueKeysWithValues: plan.steps.enumerated().map { ($0.element.id.text, $0.offset) })
        let places = try [
            "\(address)#rename", "\(address)#replace", "cluster/emqx#mend", "emqx/user/everyone#update",
            "wbroker01/container/emqx#replace",
        ].map { try #require(order[$0], "\(ids(plan))") }
        #expect(places == places.sorted(), "\(ids(plan))")
        #expect(plan.warnings.isEmpty)
    }

    /// It runs something else under a member's name: there is nothing to take out of service.
    @Test func aStrangersContainerIsNoMember() throws {
        var story = try EMQXStory.settled()
        let address = EMQXClusterSpecification.container(on: EMQXStory.hosts[0])
        var wanted = try #require(story.world.resources.first { $0.address == address })
        var specification = try #require(wanted.specification as? ContainerSpecification)
        specification.environment["EMQX_NODE_NAME"] = "emqx@wbroker01"
        wanted.specification = specification
        let observation = try #require(
            story.world.state.hosts[EMQXStory.hosts[0]]?.resources[address]?.observation as? ContainerObservation)
        for (view, isMember) in [(EMQXView.silent, false), (EMQXView(running: EMQXStory.nodes.sorted()), true)] {
            let cluster = ResourceAddress(
                EMQXStory.hosts[0], EMQXClusterSpecification.kind, ResourceAddress.partName)
            story.world.state.hosts[EMQXStory.hosts[0]]?.resources[cluster] = ObservedResource(
                address: cluster, observation: EMQXObservation(views: [EMQXStory.hosts[0]: view]), isOwned: true)
            let seen = try #require(story.world.state.hosts[EMQXStory.hosts[0]])
            #expect(EMQXMembers.isMember(observation, specification, on: seen) == isMember)
        }
    }

    @Test func whatIsNotKnownOfUsersIsSaid() throws {
        var story = try EMQXStory.settled()
        for host in EMQXStory.hosts { try story.stopMember(on: host) }
        #expect(story.plan().warnings.contains { $0.hasSuffix("not known until a member answers; plan again then") })
    }

    /// It is still starting, or replaced: the next plan goes on, and this one says so.
    @Test func aSilentMemberOfANewClusterIsWaitedFor() throws {
        var story = try EMQXStory.settled()
        (story.accounts, story.stamps, story.owned) = ([:], [:], [])
        for host in EMQXStory.hosts { story.views[host]?.door = EMQXStory.open }
        story.views[EMQXStory.hosts[0]] = .silent
        let plan = story.plan()
        #expect(plan.steps.isEmpty && plan.warnings.contains { $0.hasPrefix("cluster/emqx waits") })
    }

    /// All stand still, and their hosts remember the users: nothing is made anew.
    @Test func aClusterThatIsStartedAgainIsNotNew() throws {
        var story = try EMQXStory.settled()
        for host in EMQXStory.hosts { try story.stopMember(on: host) }
        let shared = story.plan().steps.filter { $0.resource.host == nil }
        #expect(shared.map(\.id.text) == ["cluster/emqx#mend"])
    }

    @Test func aMemberThatWasNotLookedAtMakesNothingKnown() throws {
        var story = try EMQXStory.settled()
        story.world.state.hosts[EMQXStory.hosts[1]] = nil
        story.users = [EMQXStory.user("new", "pass", ["cache/#"])]
        #expect(story.plan().steps.filter { $0.resource.host == nil }.isEmpty, "neither made nor removed")
    }

    // MARK: - Members

    struct Image: Sendable, CustomTestStringConvertible {
        var tag: String
        var isRefused: Bool
        var testDescription: String { tag }
    }

    @Test(arguments: [
        Image(tag: "5.7", isRefused: true), Image(tag: "5.8.6", isRefused: false), Image(tag: "5.9", isRefused: false),
        Image(tag: "latest", isRefused: false), Image(tag: "4.4.19", isRefused: true),
    ])
    func dataIsNeverGivenToAnOlderRelease(_ image: Image) throws {
        var story = try EMQXStory.settled()
        story.world.emqxImage = "emqx:\(image.tag)"
        let plan = story.plan()
        #expect(plan.steps.count { $0.id.text.hasSuffix("/container/emqx#replace") } == (image.isRefused ? 0 : 3))
        #expect(plan.conflicts.count == (image.isRefused ? 3 : 0))
        #expect(
            plan.conflicts.allSatisfy {
                $0.explanation.hasPrefix("the data there is of EMQX 5.8, which EMQX \(image.tag) cannot read")
            })
    }
}
