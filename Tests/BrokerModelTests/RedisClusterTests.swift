import BrokerModel
import TestSupport
import Testing

/// What the nodes of a Redis cluster tell, and what is then said to them.
@Suite("The Redis cluster")
struct RedisClusterTests {
    private static let hosts = RedisScene.hosts

    /// What is said, without whom it is said to.
    private static func commands(_ scene: RedisScene) -> [RedisCommand] { scene.cluster?.repairs.map(\.command) ?? [] }

    /// Says what is left to say, until nothing is.
    ///
    /// - Returns: how often something was said.
    private static func settle(_ scene: inout RedisScene) -> Int {
        for round in 0..<12 {
            guard let repairs = scene.cluster?.repairs, !repairs.isEmpty else { return round }
            scene.carryOut()
        }
        return 12
    }

    @Test("A fail-over that needs votes is not asked for again while the masters may refuse to vote", arguments: [
        (RedisCommand.failover(.agreed), true), (.failover(.voted), true), (.failover(.alone), false),
        (.meet(address: "192.0.2.1"), false), (.announce(address: "192.0.2.1"), false), (.forget(id: "a"), false), (.replicate(id: "a"), false),
        (.assign([0...1]), false),
    ])
    func patience(command: RedisCommand, waitsForVoters: Bool) {
        #expect((command.patience > RedisClusterSpecification.nodeTimeout * 4) == waitsForVoters)
    }

    private static func isWhole(_ scene: RedisScene) -> Bool {
        guard let cluster = scene.cluster, cluster.obstacle == nil, cluster.complaint == nil else { return false }
        let views = scene.observation.views.values
        let masters = views.filter(\.isServing).compactMap(\.own)
        return masters.count >= 3 && masters.allSatisfy { master in views.contains { $0.own?.master == master.id } }
    }

    @Test func nodesThatHoldNothingBecomeThreeMastersAndThreeReplicas() throws {
        var scene = RedisScene()
        #expect(scene.cluster?.isBare == true)
        let commands = Self.commands(scene)
        #expect(commands.prefix(5) == (2...6).map { .meet(address: "192.0.2.\($0)") }[...])
        #expect(commands[5..<8] == [.assign([0...5460]), .assign([5461...10922]), .assign([10923...16383])])
        #expect(commands[8...] == Self.hosts[0..<3].map { .replicate(id: RedisScene.id($0)) }[...])
        #expect(Self.settle(&scene) <= 3)
        #expect(Self.isWhole(scene))
        #expect(scene.observation.masters == Set(Self.hosts[0..<3]))
    }

    @Test func aWholeClusterIsLeftAloneWhoeverIsMaster() {
        var scene = RedisScene.settled()
        #expect(Self.commands(scene) == [])
        #expect(scene.cluster?.complaint == nil)
        for host in Self.hosts[3...] { #expect(scene.tell(.failover(.agreed), to: host) == nil) }
        #expect(scene.observation.masters == Set(Self.hosts[3...]))
        #expect(Self.commands(scene) == [])
        #expect(scene.cluster?.complaint == nil)
    }

    /// Killed after any command of its making, it is gone on with.
    @Test(arguments: 0...11)
    func aHalfMadeClusterIsCompleted(said: Int) throws {
        var scene = RedisScene()
        for repair in try #require(scene.cluster).repairs.prefix(said) {
            _ = scene.tell(repair.command, to: repair.host)
        }
        #expect(scene.cluster?.holdsNothing == true)
        _ = Self.settle(&scene)
        #expect(Self.isWhole(scene))
    }

    /// Their containers were away; the data on their hosts was not.
    @Test func membersThatComeBackAreTheClusterTheyWere() {
        var scene = RedisScene()
        #expect(scene.cluster?.isOne == false)
        _ = Self.settle(&scene)
        #expect(scene.cluster?.isOne == true)
        scene.startAnew(Self.hosts[5], number: 1)
        #expect(scene.cluster?.isOne == false)
    }

    struct Mishap: Sendable, CustomTestStringConvertible {
        var testDescription: String

        /// What is said first, in this order, as far as it matters.
        var first: [RedisCommand]
        var hosts = RedisClusterTests.hosts
        var happens: @Sendable (inout RedisScene) -> Void
    }

    static let seven = hosts + ["waloop04"].compactMap { HostName($0) }
    static let nine = seven + ["waloop05", "waloop06"].compactMap { HostName($0) }

    static let mishaps = [
        Mishap(
            testDescription: "a replica lost its data",
            first: [
                .meet(address: "192.0.2.4"), .forget(id: RedisScene.id(hosts[3])),
                .replicate(id: RedisScene.id(hosts[0])),
            ]
        ) { $0.startAnew(hosts[3], number: 1) },
        Mishap(
            testDescription: "a master lost its data",
            first: [
                .meet(address: "192.0.2.1"), .failover(.voted), .replicate(id: RedisScene.id(hosts[3])),
            ]
        ) { $0.startAnew(hosts[0], number: 1) },
        Mishap(
            testDescription: "a master and its replica lost their data",
            first: [
                .meet(address: "192.0.2.1"), .meet(address: "192.0.2.4"), .forget(id: RedisScene.id(hosts[0])),
                .assign([0...5460]), .replicate(id: RedisScene.id(hosts[0], 1)),
            ]
        ) { scene in
            scene.startAnew(hosts[0], number: 1)
            scene.startAnew(hosts[3], number: 1)
        },
        Mishap(
            testDescription: "two masters of three lost their data: nobody can vote",
            first: [.failover(.alone), .failover(.alone)]
        ) { scene in
            scene.startAnew(hosts[0], number: 1)
            scene.startAnew(hosts[1], number: 1)
        },
        Mishap(
            testDescription: "a node forgot another",
            first: [.meet(address: "192.0.2.5")]
        ) { scene in _ = scene.tell(.forget(id: RedisScene.id(hosts[4])), to: hosts[2]) },
        Mishap(
            testDescription: "a node forgot the one whose word counts",
            first: [.meet(address: "192.0.2.2")]
        ) { scene in _ = scene.tell(.forget(id: RedisScene.id(hosts[1])), to: hosts[0]) },
        Mishap(
            testDescription: "a master has two replicas, another none",
            first: [.replicate(id: RedisScene.id(hosts[1]))]
        ) { scene in _ = scene.tell(.replicate(id: RedisScene.id(hosts[0])), to: hosts[4]) },
        Mishap(
            testDescription: "nobody serves some slots",
            first: [.assign([100...133]), .assign([134...166]), .assign([167...200])]
        ) { scene in
            for host in scene.tables.keys { scene.tables[host]?[RedisScene.id(hosts[0])]?.slots = [0...99, 201...5460] }
        },
        Mishap(
            testDescription: "a host with a replica left and its node goes on",
            first: [.forget(id: RedisScene.id(seven[6]))], hosts: seven
        ) { $0.depart(seven[6]) },
        Mishap(
            testDescription: "a host with a master left and its node goes on",
            first: [.failover(.agreed)], hosts: seven
        ) { $0.depart(seven[0]) },
        Mishap(
            testDescription: "a host with a master left and is gone",
            first: [.failover(.voted)], hosts: seven
        ) { scene in
            scene.mark(RedisScene.id(seven[0]), as: ["fail"])
            scene.depart(seven[0])
        },
        Mishap(
            testDescription: "two hosts with masters left and nobody reaches them",
            first: [.failover(.alone), .failover(.alone)], hosts: nine
        ) { scene in
            for host in nine[0..<2] {
                scene.mark(RedisScene.id(host), as: ["fail?"])
                scene.depart(host)
            }
        },
        Mishap(
            testDescription: "a master and its replicas left together, all go on",
            first: [.replicate(id: RedisScene.id(nine[0]))], hosts: nine
        ) { scene in
            for host in scene.observation.views.filter({ $0.value.own?.master == RedisScene.id(nine[0]) }).keys {
                scene.depart(host)
            }
            scene.depart(nine[0])
        },
        Mishap(
            testDescription: "a host left, was forgotten, and is back as it was",
            first: [.meet(address: "192.0.2.6")]
        ) { scene in
            for host in hosts[0..<5] { _ = scene.tell(.forget(id: RedisScene.id(hosts[5])), to: host) }
        },
        Mishap(
            testDescription: "a host has another address",
            first: [.announce(address: "192.0.2.66")] + Array(repeating: .meet(address: "192.0.2.66"), count: 5)
        ) { scene in
            scene.mark(RedisScene.id(hosts[5]), as: ["fail"])
            scene.members[5].address = "192.0.2.66"
        },
        Mishap(
            testDescription: "a host has another address beside the old one, at which it is reached",
            first: [.announce(address: "192.0.2.66")]
        ) { $0.members[5].address = "192.0.2.66" },
    ]

    @Test(arguments: mishaps)
    func whatHappensToItIsSeenAndMended(mishap: Mishap) throws {
        var scene = RedisScene.settled(hosts: mishap.hosts)
        #expect(Self.isWhole(scene))
        mishap.happens(&scene)
        let commands = Self.commands(scene)
        var rest = commands[...]
        for command in mishap.first {
            let place = try #require(rest.firstIndex(of: command), "\(command) is not among \(commands)")
            rest = rest[(place + 1)...]
        }
        // An address is learned by talking, which the scene does not do.
        guard !mishap.testDescription.contains("address") else { return }
        #expect(Self.settle(&scene) <= 6)
        #expect(Self.isWhole(scene), "\(scene.cluster?.complaint ?? "no complaint")")
    }

    /// Nothing that holds data is told to give it away, whatever happens.
    @Test(arguments: mishaps)
    func noCopyIsLostThatIsThere(mishap: Mishap) throws {
        var scene = RedisScene.settled(hosts: mishap.hosts)
        mishap.happens(&scene)
        for _ in 0..<8 {
            let before = scene
            for repair in try #require(scene.cluster).repairs {
                if case .replicate = repair.command {
                    #expect(before.observation.views[repair.host]?.isServing == false, "\(repair)")
                }
                if case .forget(let id) = repair.command {
                    let isMember = before.ids.contains { $0.value == id && before.members.map(\.host).contains($0.key) }
                    #expect(!isMember, "\(repair)")
                }
            }
            scene.carryOut()
        }
    }

    @Test func whileANodeIsSilentNobodyIsForgotten() {
        var scene = RedisScene.settled()
        scene.startAnew(Self.hosts[0], number: 1)
        scene.silent = [Self.hosts[5]]
        #expect(Self.commands(scene) == [])
        #expect(scene.cluster?.complaint == "Redis on waloop03 does not answer")
    }

    @Test func twoClustersThatHoldDataAreNeverJoined() throws {
        var scene = RedisScene.settled()
        scene.startAnew(Self.hosts[3], number: 1)
        scene.keys[Self.hosts[3]] = 1
        #expect(Self.commands(scene) == [])
        let obstacle = try #require(scene.cluster?.obstacle)
        #expect(obstacle.hasPrefix("waloop01 is in another Redis cluster than"), "\(obstacle)")
    }

    @Test func aFailingNodeIsAComplaintAndNothingToDo() {
        var scene = RedisScene.settled()
        scene.mark(RedisScene.id(Self.hosts[2]), as: ["fail?"])
        #expect(Self.commands(scene) == [])
        #expect(scene.cluster?.complaint == "wbroker01: it does not reach the node 192.0.2.3")
    }

    @Test func aNodeIsReadAsRedisWritesIt() throws {
        let id = RedisScene.id(Self.hosts[0])
        let master = RedisScene.id(Self.hosts[1])
        let line =
            "\(id) 192.0.2.1:6379@16379,wbroker01 myself,master - 0 1700000000000 3 connected 0-5460 7000 "
            + "[93-<-\(master)]"
        let node = try #require(RedisNode(line: line))
        #expect(node.address == "192.0.2.1" && node.isSelf && node.isMaster && node.isReached && node.master == nil)
        #expect(node.slots == [0...5460, 7000...7000])
        let gone = try #require(RedisNode(line: "\(id) :0@0 slave,fail,noaddr \(master) 1 2 3 disconnected"))
        #expect(gone.address.isEmpty && gone.isLost && !gone.isReached && gone.master == master)
        #expect(RedisNode(line: "\(id) fe80::1:6379@16379 slave \(master) 1 2 3 connected")?.address == "fe80::1")
        for wrong in ["", "ERR nothing", line.replacing("5460", with: "16384"), line.replacing(id, with: "x")] {
            #expect(RedisNode(line: wrong) == nil)
        }
    }
}
