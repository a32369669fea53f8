import BrokerModel
import Planner
import TestSupport
import Testing

@Suite struct PlacerTests {
    @Test(arguments: [(1, 2, 2), (7, 3, 2), (100, 3, 2), (1000, 50, 2), (501, 17, 3), (3, 500, 2), (10, 3, 1)])
    func fromScratchLoadsDifferByOneAtMost(nodes: Int, hosts: Int, replicas: Int) throws {
        let placement = try Placer.place(input(nodes, hosts, replicas))
        let loads = loads(placement, hosts)
        #expect((loads.max() ?? 0) - (loads.min() ?? 0) <= 1)
        #expect(placement.hosts.values.allSatisfy { Set($0).count == replicas })
    }

    @Test(arguments: Array<UInt64>(1...40)) func whatRunsStays(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var input = input(40, 6, 2)
        let before = try Placer.place(input)
        input.observed = before.hosts.mapValues { Set($0) }
        input.nodes.removeAll { _ in random.oneIn(5) }
        input.nodes += (100..<110).map { PlacementInput.Node(centreID: centre($0)) }
        input.hosts += [host("h900")]
        input.nodes.shuffle(using: &random)
        input.hosts.shuffle(using: &random)
        let after = try Placer.place(input)
        for node in input.nodes where before.hosts[node.centreID] != nil {
            #expect(after.hosts[node.centreID] == before.hosts[node.centreID], "seed \(seed)")
        }
        #expect(try Placer.place(input) == after)
    }

    @Test(arguments: Array<UInt64>(1...20)) func theOrderOfTheInputDoesNotMatter(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var input = input(30, 5, 2)
        let placement = try Placer.place(input)
        input.nodes.shuffle(using: &random)
        input.hosts.shuffle(using: &random)
        #expect(try Placer.place(input) == placement, "seed \(seed)")
    }

    @Test func onlyWhatMustMovesWhenAHostIsGone() throws {
        var input = input(30, 4, 2)
        let before = try Placer.place(input)
        input.observed = before.hosts.mapValues { Set($0) }
        let gone = input.hosts.removeLast()
        let after = try Placer.place(input)
        for (node, hosts) in before.hosts {
            #expect(Set(after.hosts[node] ?? []).isSuperset(of: hosts.filter { $0 != gone }))
        }
        #expect(after.hosts.values.allSatisfy { $0.count == 2 && !$0.contains(gone) })
    }

    @Test func anUnreachableHostKeepsWhatWasThere() throws {
        var input = input(30, 3, 2)
        let before = try Placer.place(input)
        let lost = input.hosts[0]
        input.observed = before.hosts.mapValues { Set($0).subtracting([lost]) }
        input.unreachable = [lost]
        input.lastKnown = [lost: Set(before.hosts.filter { $0.value.contains(lost) }.keys)]
        #expect(try Placer.place(input) == before)
        // Never seen before: what misses an instance has it there.
        input.lastKnown = [:]
        #expect(try Placer.place(input) == before)
    }

    @Test func newNodesGoWhereTheyCanRun() throws {
        var input = input(10, 3, 2)
        input.unreachable = [input.hosts[1]]
        let placement = try Placer.place(input)
        #expect(placement.hosts.values.allSatisfy { $0 == [input.hosts[0], input.hosts[2]].sorted() })
    }

    @Test func aPinIsKeptAndAChangedPinMoves() throws {
        var input = input(5, 4, 2)
        let pins = [input.hosts[3], input.hosts[1]]
        input.nodes[0].pinnedHosts = pins
        #expect(try Placer.place(input).hosts[centre(0)] == pins.sorted())
        input.observed = [centre(0): [input.hosts[0], input.hosts[1]]]
        #expect(try Placer.place(input).hosts[centre(0)] == pins.sorted())
    }

    @Test func aSurplusInstanceGoesFromTheFullestHost() throws {
        var input = input(1, 3, 2)
        input.nodes += (1...4).map { PlacementInput.Node(centreID: centre($0)) }
        input.observed = [centre(0): Set(input.hosts)]
        for index in 1...4 { input.observed[centre(index)] = [input.hosts[0], input.hosts[index % 2 + 1]] }
        #expect(try Placer.place(input).hosts[centre(0)] == [input.hosts[1], input.hosts[2]])
    }

    @Test(
        arguments: [
            (1, nil, "hosts.yaml lists 1"), (3, ["h0"], "it is pinned to 1 host(s)"),
            (3, ["h0", "elsewhere"], "pinned to elsewhere"),
        ] as [(Int, [String]?, String)])
    func whatCannotBePlacedIsSaid(hosts: Int, pins: [String]?, message: String) throws {
        var input = input(1, hosts, 2)
        input.nodes[0].pinnedHosts = pins?.map(host)
        let failure = try #require(throws: Failure.self) { try Placer.place(input) }
        #expect(failure.code == .placementImpossible)
        #expect(failure.response.contains(message))
    }

    private func input(_ nodes: Int, _ hosts: Int, _ replicas: Int) -> PlacementInput {
        PlacementInput(
            nodes: (0..<nodes).map { PlacementInput.Node(centreID: centre($0)) },
            hosts: (0..<hosts).map { host("h\($0)") }, replicas: replicas)
    }

    private func loads(_ placement: Placement, _ hosts: Int) -> [Int] {
        var loads = Dictionary(uniqueKeysWithValues: (0..<hosts).map { (host("h\($0)"), 0) })
        for host in placement.hosts.values.joined() { loads[host, default: 0] += 1 }
        return Array(loads.values)
    }
}
