import BrokerModel
import Testing

@Suite("EMQX: releases, users, the door")
struct EMQXTests {
    private static let hosts = ["wbroker01", "wbroker02"].compactMap { HostName($0) }

    @Test(arguments: [
        ("5.8.6", "5.8.6", false), ("5.8.4", "5.8.6", true), ("5.8.6", "5.8.4", false), ("5.8", "5.8.6", false),
        ("v5.7.2-alpine", "5.8.0", true), ("5.10.0", "5.9.1", false), ("5.9", "5.10", true), ("6.0.0", "5.10.1", false),
    ])
    func aReleaseIsOlderWhenThatIsCertain(tag: String, other: String, isOlder: Bool) throws {
        let (release, other) = (try #require(ReleaseNumber(tag: tag)), try #require(ReleaseNumber(tag: other)))
        #expect(release.isOlder(than: other) == isOlder)
        #expect(!(release.isOlder(than: other) && other.isOlder(than: release)))
    }

    @Test(arguments: ["latest", "5", "enterprise", "", "v", "five.eight"])
    func aTagThatTellsNoRelease(tag: String) {
        #expect(ReleaseNumber(tag: tag) == nil)
    }

    @Test(arguments: [
        ("everyone", "everyone"), ("gb_2.x-y", "gb_2.x-y"), ("a/b", "a%2Fb"), ("a b", "a%20b"), ("é", "%C3%A9"),
        ("50%", "50%25"), ("..", ".."), ("a\"b", "a%22b"),
    ])
    func aNameInAddressesAndPaths(login: String, name: String) {
        #expect(EMQXUserSpecification.name(of: login) == name)
    }

    /// Nothing of it can be told from outside, and equal passwords do not show.
    @Test func aStampIsOfOneUserAndOnePassword() {
        func stamp(_ login: String, _ password: String) -> ConfidentialText {
            EMQXUserSpecification(
                name: "x", login: ConfidentialText(login), password: ConfidentialText(Secret(password)), hosts: []
            ).stamp
        }
        let one = stamp("everyone", "pass")
        #expect(one == stamp("everyone", "pass"))
        for other in [stamp("everyone", "Pass"), stamp("every", "one pass"), stamp("else", "pass")] {
            #expect(one != other)
        }
        #expect(one.isConfidential && one.redacted == "(secret)")
    }

    struct Door: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var door: EMQXDoor
        var changes: [String]
        var isGuarded = false
        var additions: [String] = []
    }

    private static func door(
        _ sources: [String], noMatch: String = "deny", admits: Bool? = false,
        authenticators: [String] = [EMQXDoor.authenticator], others: [String] = []
    ) -> EMQXDoor {
        EMQXDoor(
            admitsAnybody: admits, authenticators: authenticators, sources: sources, noMatch: noMatch,
            otherRules: others)
    }

    static let doors = [
        Door(testDescription: "as wanted", door: door(["built_in_database"]), changes: [], isGuarded: true),
        Door(
            testDescription: "as EMQX comes", door: door(["file"], noMatch: "allow", admits: true, authenticators: []),
            changes: [
                "authenticator: nothing, then password_based:built_in_database",
                "rules from: file, then built_in_database", "where no rule matches: allow, then deny",
            ]),
        Door(
            testDescription: "the rules it comes with besides ours", door: door(["built_in_database", "file"]),
            changes: ["rules from: built_in_database, file, then built_in_database"]),
        Door(
            testDescription: "somebody's own", door: door(
                ["http", "built_in_database"],
                authenticators: ["jwt", EMQXDoor.authenticator], others: ["client b", "all clients"]),
            changes: [], isGuarded: true,
            additions: [
                "lets in whom jwt knows, too", "takes rules from http, too",
                "has rules of somebody else for all clients and client b",
            ]),
        Door(testDescription: "lets anybody in", door: door(["built_in_database"], admits: true), changes: []),
        Door(testDescription: "nothing listens", door: door(["built_in_database"], admits: nil), changes: []),
    ]

    @Test(arguments: doors)
    func whatADoorLacks(_ story: Door) {
        #expect(
            story.door.changes.map { "\($0.field): \($0.from ?? "nothing"), then \($0.to ?? "nothing")" }
                == story.changes)
        #expect(story.door.isGuarded == story.isGuarded)
        #expect(story.door.additions == story.additions)
    }

    @Test func aMemberMissesThoseItDoesNotList() {
        let nodes: Set = ["emqx@a", "emqx@b", "emqx@c"]
        #expect(EMQXView(running: ["emqx@c", "emqx@a", "emqx@b", "emqx@old"]).complaint(expecting: nodes) == nil)
        #expect(
            EMQXView(running: ["emqx@a"], stopped: ["emqx@b"]).complaint(expecting: nodes)
                == "its cluster is without emqx@b and emqx@c")
        #expect(EMQXView.silent.complaint(expecting: nodes) == "EMQX does not answer")
    }

    /// One host's record is enough to call a user Isobar's: they share their users.
    @Test func whatTheHostsTellOfAUserIsOneUser() throws {
        var state = ObservedState(observedAt: Timestamp(seconds: 0))
        let rules = [EMQXRule.mayReceive("a/#")]
        for (place, host) in Self.hosts.enumerated() {
            let address = ResourceAddress(host, EMQXUserSpecification.kind, "everyone")
            let found = EMQXUserObservation(
                accounts: [host: EMQXAccount(isSuperuser: false, rules: rules)],
                stamps: place == 0 ? [host: ConfidentialText(Secret("s"))] : [:])
            state.hosts[host] = ObservedHost(
                host: host,
                resources: [address: ObservedResource(address: address, observation: found, isOwned: place == 0)],
                manifest: Manifest())
        }
        let address = try #require(ResourceAddress("emqx/user/everyone"))
        let whole = try #require(state.resource(address))
        let observation = try #require(whole.observation as? EMQXUserObservation)
        #expect(whole.isOwned && observation.hosts == Self.hosts && observation.stamps.count == 1)
        state.hosts[Self.hosts[0]]?.resources.removeAll()
        #expect(state.resource(address)?.isOwned == false)
    }

    /// What is written down tells no topic and no stamp, and equals what was seen
    /// once the values are known.
    @Test func anObservationIsKeptClosed() throws {
        let host = try #require(Self.hosts.first)
        let topic = ConfidentialText(Secret("canary/topic/#"))
        let user = EMQXUserSpecification(
            name: "everyone", login: "everyone", password: ConfidentialText(Secret("canary")),
            rules: [.mayReceive(topic)], hosts: Self.hosts)
        let seen = EMQXUserObservation(
            accounts: [host: EMQXAccount(isSuperuser: false, rules: user.rules)], stamps: [host: user.stamp])
        let key: [UInt8] = [1, 2, 3]
        let kept = seen.kept(closing: ObservationSeal(key: key))
        var dumped = ""
        dump(kept, to: &dumped)
        #expect(!dumped.contains("canary") && !dumped.contains(user.stamp.withRevealed { $0 }))
        let opened = EMQXUserObservation(kept, opening: ObservationSeal(key: key, recognising: user.recognisable))
        #expect(opened == seen)
        #expect(EMQXUserObservation(kept, opening: ObservationSeal(key: key)) != seen)
    }

    /// Who removes a user acts where it was seen: nothing says any more where it
    /// is wanted.
    @Test func aRemovalIsOnTheHostsThatToldOfIt() throws {
        let observation = EMQXUserObservation(accounts: [:], stamps: [Self.hosts[1]: "s", Self.hosts[0]: "s"])
        let step = Step(
            id: StepID("x"), resource: EMQXUserSpecification.resource(of: "old"), action: .delete, verb: "remove",
            cause: .pending, reason: "", observation: observation)
        #expect(step.hosts == Self.hosts)
    }
}
