import BrokerModel
import PlanChecker
import TestSupport
import Testing

/// Hand-made plans for a Redis cluster that break a promise.
@Suite struct RedisCheckTests {
    private static let names = ["wbroker01", "waloop01", "waloop02"]

    /// Three nodes of which the first is a master and the others follow it, all
    /// with a new image to come.
    private static func fixture(_ scene: RedisScene = whole()) -> PlanFixture {
        var fixture = PlanFixture()
        for (name, view) in scene.observation.views {
            fixture.see("\(name)/redis/member", RedisObservation(views: [name: view]))
            fixture.see("\(name)/image/new:1", ImageObservation(id: "sha256:new"))
            fixture.see("\(name)/container/redis", PlanFixture.container("redis"))
        }
        return fixture
    }

    private static func whole() -> RedisScene {
        var scene = RedisScene(hosts: names.compactMap { HostName($0) })
        for _ in 0..<4 { scene.carryOut() }
        // With three nodes all become masters: here one is, and two follow it.
        let id = scene.members.first.map { RedisScene.id($0.host) } ?? ""
        for member in scene.members {
            for node in scene.tables[member.host] ?? [:] {
                scene.tables[member.host]?[node.key]?.slots = node.key == id ? [0...16383] : []
                scene.tables[member.host]?[node.key]?.flags = node.key == id ? ["master"] : ["slave"]
                scene.tables[member.host]?[node.key]?.master = node.key == id ? nil : id
            }
        }
        return scene
    }

    private static var specification: RedisClusterSpecification { whole().specification }

    private static func replace(_ host: String, after: [String], in fixture: inout PlanFixture) {
        fixture.add(
            "\(host)/container/redis", .replace, after: after, PlanFixture.wanted("redis"),
            siblings: names.filter { $0 != host }.map { "\($0)/container/redis" })
    }

    private static func handOver(_ host: String, after: [String], in fixture: inout PlanFixture) {
        fixture.add("cluster/redis/\(host)", .run, verb: StepVerb.failover, after: after, specification)
    }

    private static let (first, second) = ("waloop01/container/redis#replace", "waloop02/container/redis#replace")
    private static let handover = "cluster/redis/wbroker01#run"

    @Test func replicasThenAHandoverThenTheMaster() {
        var fixture = Self.fixture()
        Self.replace("waloop01", after: [], in: &fixture)
        Self.replace("waloop02", after: [Self.first], in: &fixture)
        Self.handOver("wbroker01", after: [Self.second], in: &fixture)
        Self.replace("wbroker01", after: [Self.handover], in: &fixture)
        #expect(fixture.violations() == [])
    }

    @Test func aMasterThatDoesNotHandOver() {
        var fixture = Self.fixture()
        Self.replace("wbroker01", after: [], in: &fixture)
        #expect(fixture.broken() == [.unprotectedMaster])
    }

    @Test func aMasterThatHandsOverTooLate() {
        var fixture = Self.fixture()
        Self.replace("wbroker01", after: [], in: &fixture)
        Self.handOver("wbroker01", after: ["wbroker01/container/redis#replace"], in: &fixture)
        #expect(fixture.broken() == [.unprotectedMaster])
    }

    @Test func aReplicaThatGoesAfterItTookOver() {
        var fixture = Self.fixture()
        Self.handOver("wbroker01", after: [], in: &fixture)
        Self.replace("wbroker01", after: [Self.handover], in: &fixture)
        Self.replace("waloop01", after: ["wbroker01/container/redis#replace"], in: &fixture)
        #expect(fixture.broken().contains(.unprotectedMaster))
    }

    @Test func aReplicaThatIsOutDuringTheHandover() {
        var fixture = Self.fixture()
        Self.replace("waloop01", after: [], in: &fixture)
        Self.handOver("wbroker01", after: [], in: &fixture)
        Self.replace("wbroker01", after: [Self.handover, Self.first], in: &fixture)
        #expect(fixture.broken().contains(.concurrentDisturbance))
    }

    @Test func aNodeThatGoesWhileTheClusterIsMended() {
        var fixture = Self.fixture()
        fixture.add("cluster/redis", .run, verb: StepVerb.mend, Self.specification)
        Self.handOver("waloop01", after: [], in: &fixture)
        Self.replace("waloop01", after: ["cluster/redis/waloop01#run"], in: &fixture)
        #expect(fixture.broken() == [.concurrentDisturbance])
        fixture.steps[1].after = [StepID("cluster/redis#run")]
        #expect(fixture.broken() == [])
    }

    /// To a Redis that somebody else looks after: nobody is left to hand over to, and
    /// instances go first.
    @Test func aClusterThatGoesIsLeftByTheInstancesBefore() {
        var fixture = Self.fixture()
        fixture.seeInstance("xx-node", on: "waloop01", "waloop02")
        fixture.replace("xx-node", on: "waloop01", beside: "waloop02")
        fixture.replace("xx-node", on: "waloop02", beside: "waloop01", after: ["waloop01/container/xx-node#replace"])
        let last = "waloop02/container/xx-node#replace"
        for name in Self.names { fixture.add("\(name)/container/redis", .delete, after: [last]) }
        #expect(fixture.violations() == [])
        fixture.steps[2].after = [StepID("waloop01/container/xx-node#replace")]
        #expect(fixture.broken() == [.lastMember])
    }

    @Test func aClusterThatIsThereIsNotMade() {
        var fixture = Self.fixture()
        fixture.add("cluster/redis", .create, verb: StepVerb.create, Self.specification)
        #expect(fixture.broken() == [.existingResource])
        var bare = Self.fixture(RedisScene(hosts: Self.names.compactMap { HostName($0) }))
        bare.add("cluster/redis", .create, verb: StepVerb.create, Self.specification)
        #expect(bare.violations() == [])
    }

    @Test func whatIsNotIsobarsIsNotMended() {
        var fixture = Self.fixture()
        for name in Self.names.compactMap({ HostName($0) }) {
            let address = ResourceAddress(name, RedisClusterSpecification.kind, ResourceAddress.partName)
            fixture.observed.hosts[name]?.resources[address]?.isOwned = false
        }
        fixture.add("cluster/redis", .run, verb: StepVerb.mend, Self.specification)
        #expect(fixture.broken() == [.foreignResource])
    }
}
