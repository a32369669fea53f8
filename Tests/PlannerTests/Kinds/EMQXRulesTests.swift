import BrokerModel
import PlanChecker
import TestSupport
import Testing

@testable import Planner

/// The EMQX cluster and its users in plans: when they are set, and what waits for
/// them.
@Suite("The EMQX cluster in plans")
struct EMQXRulesTests {
    private static let hosts = (1...3).map { host("wbroker0\($0)") }
    private static let guarded = EMQXDoor(
        admitsAnybody: false, authenticators: [EMQXDoor.authenticator], sources: ["built_in_database"], noMatch: "deny")
    private static let open = EMQXDoor(
        admitsAnybody: false, authenticators: [EMQXDoor.authenticator], sources: ["file"], noMatch: "deny")

    /// A world and what its members of EMQX tell.
    private struct Story {
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
        var users = [Story.user("everyone", "pass", ["cache/#"])]
        var ownsAllUsers = false
        var scope = PlanScope()
        var lastApplied: [ResourceAddress: Digest] = [:]

        static func user(_ name: String, _ password: String, _ topics: [ConfidentialText]) -> EMQXUserSpecification {
            EMQXUserSpecification(
                name: name, login: ConfidentialText(name), password: ConfidentialText(Secret(password)),
                rules: topics.map { .mayReceive($0) }, hosts: hosts)
        }

        /// All containers run, one cluster is whole, users are as they are wanted.
        static func settled() throws -> Story {
            var world = try World(nodes: 1)
            world.apply(world.plan())
            var story = Story(world: world)
            for host in hosts { story.views[host] = EMQXView(running: nodes.sorted(), door: guarded) }
            for user in story.users { story.settle(user) }
            return story
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
                    members: hosts.map { EMQXClusterMember(host: $0, node: "emqx@\($0)") },
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

    private func ids(_ plan: Plan) -> [String] { plan.steps.map(\.id.text) }

    @Test func whatIsAsWantedNeedsNothing() throws {
        let plan = try Story.settled().plan()
        #expect(plan.steps.isEmpty && plan.conflicts.isEmpty && plan.warnings.isEmpty)
    }

    // MARK: - The Internet

    @Test func onBareHostsTheDoorIsKeptBeforeTheBalancersStart() throws {
        var story = Story(world: try World(nodes: 1))
        for host in Self.hosts { story.views[host] = .silent }
        story.isOwned = false
        let plan = story.plan()
        let create = try #require(plan.steps.first { $0.resource == EMQXClusterSpecification.resource })
        #expect(create.verb == StepVerb.create && create.hosts == Self.hosts)
        for host in Self.hosts { #expect(create.after.contains(StepID("\(host)/container/emqx#create"))) }
        let user = try #require(plan.steps.first { $0.resource.kind == EMQXUserSpecification.kind })
        #expect(user.id.text == "emqx/user/everyone#create" && user.after.contains(create.id))
        #expect(user.changes.contains(FieldChange(field: "rights", from: nil, to: "allow subscribe cache/#")))
        let starts = plan.steps.filter { $0.resource.kind == HAProxySpecification.kind }
        #expect(starts.count == 2 && starts.allSatisfy { $0.after.contains(user.id) && $0.after.contains(create.id) })
    }

    /// Nothing is known of the door: no balancer is started for the first time,
    /// and one that was there before goes on.
    @Test(arguments: [false, true]) func anUnknownDoorKeepsNewBalancersOut(wasThere: Bool) throws {
        var story = try Story.settled()
        for balancer in ["wlb01", "wlb02"].map({ host($0) }) {
            let address = ResourceAddress(balancer, HAProxySpecification.kind, "haproxy")
            story.world.state.hosts[balancer]?.resources[address] = nil
            if wasThere { story.lastApplied[address] = Digest(of: "before") }
        }
        #expect(story.plan().steps.count == 2, "the door is guarded")
        story.views[Self.hosts[2]] = .silent
        #expect(story.plan().steps.count == 2, "a silent one lets nobody in")
        for host in Self.hosts { story.views[host] = EMQXView(running: Story.nodes.sorted()) }
        let plan = story.plan()
        #expect(plan.steps.count { $0.verb == StepVerb.start } == (wasThere ? 2 : 0))
        #expect(plan.warnings.contains { $0.hasPrefix("wlb01/haproxy/haproxy is left out") } == !wasThere)
    }

    @Test func aBalancerIsNotKeptFromItsCertificate() throws {
        var story = try Story.settled()
        story.world.certificate = Secret("certificate 2")
        story.users[0] = Story.user("everyone", "other", ["cache/#"])
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
        var story = try Story.settled()
        for host in Self.hosts {
            var door = Self.guarded
            setting.change(&door)
            story.views[host]?.door = door
        }
        #expect(ids(story.plan()) == ["cluster/emqx#update"])
        #expect(story.drift() == ["settingsChanged: the EMQX cluster \(setting.words)"])
    }

    @Test func whatSomebodyAddedIsToldAndLeftAlone() throws {
        var story = try Story.settled()
        for host in Self.hosts {
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
        var story = try Story.settled()
        for host in Self.hosts { story.views[host]?.door = Self.open }
        (story.accounts, story.stamps, story.owned) = ([:], [:], [])
        #expect(ids(story.plan()) == ["cluster/emqx#create", "emqx/user/everyone#create"])
    }

    /// A new password is given while the containers still tell the old one.
    @Test func aNewDashboardPasswordIsSetBeforeTheContainersGo() throws {
        var story = try Story.settled()
        story.password = "new"
        story.world.emqxImage = "emqx:5.9"
        let plan = story.plan()
        let update = try #require(plan.steps.first { $0.resource == EMQXClusterSpecification.resource })
        #expect(update.changes == [FieldChange(field: "dashboard password", from: nil, to: "(secret, changed)")])
        for host in Self.hosts {
            let replacement = try #require(plan.steps.first { $0.id.text == "\(host)/container/emqx#replace" })
            #expect(replacement.after.contains(update.id))
        }
    }

    @Test func aPasswordThatHandsGaveIsAnObstacle() throws {
        var story = try Story.settled()
        for host in Self.hosts {
            story.views[host]?.door = nil
            story.views[host]?.isLoginRefused = true
        }
        story.users[0] = Story.user("everyone", "other", ["cache/#"])
        let plan = story.plan()
        #expect(plan.steps.isEmpty)
        #expect(plan.conflicts.map(\.resource) == [EMQXClusterSpecification.resource])
        #expect(plan.conflicts.first?.explanation.contains("EMQX on wbroker01 does not take the password") == true)
    }

    /// It was made after a commit changed the secret, and the others were not yet
    /// told when the run was killed.
    @Test func aMemberStartedWithAnotherPasswordLearnsItFromTheOthers() throws {
        var story = try Story.settled()
        story.views[Self.hosts[1]]?.door = nil
        story.views[Self.hosts[1]]?.isLoginRefused = true
        let plan = story.plan()
        #expect(ids(plan) == ["cluster/emqx#update"] && plan.conflicts.isEmpty)
        #expect(plan.steps.first?.changes.map(\.field) == ["dashboard password"])
    }

    @Test func aMemberThatIsAloneIsNotJoinedByForce() throws {
        var story = try Story.settled()
        story.views[Self.hosts[2]]?.running = ["emqx@wbroker03"]
        let plan = story.plan()
        #expect(plan.steps.isEmpty)
        #expect(plan.conflicts.first?.explanation.contains("without emqx@wbroker01 and emqx@wbroker02") == true)
    }

    @Test func oneThatAdmitsAnybodyIsAnObstacle() throws {
        var story = try Story.settled()
        story.views[Self.hosts[0]]?.door?.admitsAnybody = true
        #expect(story.plan().conflicts.first?.explanation.contains("lets in a client without a name") == true)
    }

    @Test func aStoppedMemberIsWaitedForAndNothingIsGuessedOfASilentOne() throws {
        var story = try Story.settled()
        story.views[Self.hosts[0]] = .silent
        #expect(story.plan().steps.isEmpty, "it runs, and does not answer")
        #expect(story.drift() == ["notServing: the EMQX cluster gets no answer from wbroker01"])
        let address = EMQXClusterSpecification.container(on: Self.hosts[0])
        var found = try #require(
            story.world.state.hosts[Self.hosts[0]]?.resources[address]?.observation as? ContainerObservation)
        found.state.status = "exited"
        story.world.state.hosts[Self.hosts[0]]?.resources[address]?.observation = found
        #expect(ids(story.plan()) == ["wbroker01/container/emqx#start", "cluster/emqx#mend"])
    }

    /// Somebody renamed it, and made it otherwise; and the balancers load another configuration: it comes back, is
    /// changed, and then the users are told and the others changed.
    @Test func aMemberThatComesBackDoesNotWaitForWhatWaitsForIt() throws {
        var story = try Story.settled()
        let host = Self.hosts[1]
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
        story.users[0] = Story.user("everyone", "other", ["cache/#"])
        let plan = story.plan()
        let order = Dictionary(uniqueKeysWithValues: plan.steps.enumerated().map { ($0.element.id.text, $0.offset) })
        let places = try [
            "\(address)#rename", "\(address)#replace", "cluster/emqx#mend", "emqx/user/everyone#update",
            "wbroker01/container/emqx#replace",
        ].map { try #require(order[$0], "\(ids(plan))") }
        #expect(places == places.sorted(), "\(ids(plan))")
        #expect(plan.warnings.isEmpty)
    }

    /// It runs something else: there is nothing to take out of service, and nobody's word to wait for.
    @Test func aStrangersContainerIsReplacedAtOnce() throws {
        var story = try Story.settled()
        let address = EMQXClusterSpecification.container(on: Self.hosts[0])
        var wanted = try #require(story.world.resources.first { $0.address == address })
        var specification = try #require(wanted.specification as? ContainerSpecification)
        specification.environment["EMQX_NODE_NAME"] = "emqx@wbroker01"
        wanted.specification = specification
        let observation = try #require(
            story.world.state.hosts[Self.hosts[0]]?.resources[address]?.observation as? ContainerObservation)
        for (view, isMember) in [(EMQXView.silent, false), (EMQXView(running: Story.nodes.sorted()), true)] {
            let cluster = ResourceAddress(
                Self.hosts[0], EMQXClusterSpecification.kind, ResourceAddress.partName)
            story.world.state.hosts[Self.hosts[0]]?.resources[cluster] = ObservedResource(
                address: cluster, observation: EMQXObservation(views: [Self.hosts[0]: view]), isOwned: true)
            let seen = try #require(story.world.state.hosts[Self.hosts[0]])
            #expect(EMQXMembers.isMember(observation, specification, on: seen) == isMember)
        }
    }

    @Test func whatIsNotKnownOfUsersIsSaid() throws {
        var story = try Story.settled()
        for host in Self.hosts {
            story.views[host] = .silent
            let address = EMQXClusterSpecification.container(on: host)
            var found = try #require(
                story.world.state.hosts[host]?.resources[address]?.observation as? ContainerObservation)
            found.state.status = "exited"
            story.world.state.hosts[host]?.resources[address]?.observation = found
        }
        #expect(story.plan().warnings.contains { $0.hasSuffix("not known until a member answers; plan again then") })
    }

    /// It is still starting, or replaced: the next plan goes on, and this one says so.
    @Test func aSilentMemberOfANewClusterIsWaitedFor() throws {
        var story = try Story.settled()
        (story.accounts, story.stamps, story.owned) = ([:], [:], [])
        for host in Self.hosts { story.views[host]?.door = Self.open }
        story.views[Self.hosts[0]] = .silent
        let plan = story.plan()
        #expect(plan.steps.isEmpty && plan.warnings.contains { $0.hasPrefix("cluster/emqx waits") })
    }

    /// All stand still, and their hosts remember the users: nothing is made anew.
    @Test func aClusterThatIsStartedAgainIsNotNew() throws {
        var story = try Story.settled()
        for host in Self.hosts {
            story.views[host] = .silent
            let address = EMQXClusterSpecification.container(on: host)
            var found = try #require(
                story.world.state.hosts[host]?.resources[address]?.observation as? ContainerObservation)
            found.state.status = "exited"
            story.world.state.hosts[host]?.resources[address]?.observation = found
        }
        let shared = story.plan().steps.filter { $0.resource.host == nil }
        #expect(shared.map(\.id.text) == ["cluster/emqx#mend"])
    }

    @Test func aMemberThatWasNotLookedAtMakesNothingKnown() throws {
        var story = try Story.settled()
        story.world.state.hosts[Self.hosts[1]] = nil
        story.users = [Story.user("new", "pass", ["cache/#"])]
        #expect(story.plan().steps.filter { $0.resource.host == nil }.isEmpty, "neither made nor removed")
    }

    // MARK: - Users

    struct Wish: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var user: EMQXUserSpecification
        var changes: [String]
    }

    static let wishes: [Wish] = {
        var publisher = Story.user("everyone", "pass", [])
        publisher.isSuperuser = true
        return [
            Wish(
                testDescription: "another password", user: Story.user("everyone", "other", ["cache/#"]),
                changes: ["password to (secret, changed)"]),
            Wish(
                testDescription: "another topic", user: Story.user("everyone", "pass", ["cache/#", "origin/#"]),
                changes: ["rights to allow subscribe cache/#, allow subscribe origin/#"]),
            Wish(
                testDescription: "a topic that is a secret",
                user: Story.user("everyone", "pass", [ConfidentialText(Secret("canary/#"))]),
                changes: ["rights to allow subscribe (secret)"]),
            Wish(testDescription: "one that publishes", user: publisher, changes: ["rights to everything"]),
        ]
    }()

    @Test(arguments: wishes) func aUserIsChanged(_ wish: Wish) throws {
        var story = try Story.settled()
        story.users = [wish.user]
        let plan = story.plan()
        #expect(ids(plan) == ["emqx/user/everyone#update"])
        #expect(plan.steps.first?.hosts == Self.hosts)
        #expect(plan.steps.first?.changes.map { "\($0.field) to \($0.to ?? "")" } == wish.changes)
    }

    @Test func aUserIsMadeAndRemovedWhenItsLineIs() throws {
        var story = try Story.settled()
        story.users = [Story.user("visitor", "pass", ["monitor/#"])]
        #expect(Set(ids(story.plan())) == ["emqx/user/everyone#delete", "emqx/user/visitor#create"])
        let removal = try #require(story.plan().steps.first { $0.action == .delete })
        #expect(removal.hosts == Self.hosts && removal.specification == nil)
    }

    /// The antiloops publish as another user from their next start on.
    @Test(arguments: [EMQXUserSpecification.former, "globalbroker"])
    func aPublisherLeavesWhenNobodyPublishesAsItAnyMore(former: String) throws {
        var story = try Story.settled()
        var publisher = Story.user(former, "pass", [])
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
        var story = try Story.settled()
        story.users = [Story.user("visitor", "pass", ["monitor/#"])]
        story.settle(story.users[0])
        story.password = "new"
        #expect(ids(story.plan()) == ["cluster/emqx#update", "emqx/user/everyone#delete"])
        #expect(story.plan().steps.last?.after == [StepID("cluster/emqx#update")])
    }

    /// Seen on one broker only, it may be wanted by what was not looked at.
    @Test func nothingIsRemovedByALookAtOneBroker() throws {
        var story = try Story.settled()
        story.users = [Story.user("visitor", "pass", ["monitor/#"])]
        story.scope = PlanScope(hosts: [Self.hosts[0]])
        #expect(story.plan().steps.isEmpty)
        story.scope = PlanScope(nodes: [centre(0)])
        #expect(story.plan().steps.isEmpty)
    }

    @Test func aUserThatHandsRemovedOrChangedIsDrift() throws {
        var story = try Story.settled()
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
        var story = try Story.settled()
        story.accounts["root"] = EMQXAccount(isSuperuser: true, rules: [])
        #expect(story.plan().steps.isEmpty)
        #expect(
            story.drift() == ["foreignUser: the user root was made by somebody else (everything), and nothing asks for it"])
        // Unless the list is said to be complete.
        story.ownsAllUsers = true
        #expect(ids(story.plan()) == ["emqx/user/root#delete"])
    }

    @Test func aUserOfTheSameNameIsNotTakenOver() throws {
        var story = try Story.settled()
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
        var story = try Story.settled()
        story.newcomer = Self.hosts[0]
        let plan = story.plan()
        #expect(ids(plan) == ["emqx/user/everyone#update"] && plan.conflicts.isEmpty)
        #expect(plan.steps.first?.changes.map(\.field) == ["password"] && plan.steps.first?.hosts == Self.hosts)
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
        var story = try Story.settled()
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
