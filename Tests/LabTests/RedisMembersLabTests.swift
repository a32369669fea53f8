import Foundation
import Testing

/// Hosts that come to the Redis cluster, leave it and get other addresses, and
/// the way to a Redis that somebody else looks after and back. The tests build on
/// each other and run in this order; they leave a broker of three nodes, and so
/// are the last on their lab.
@Suite("Who is in the Redis cluster", .serialized)
struct RedisMembersLabTests {
    private static let six = ["wbroker01", "wbroker02", "wbroker03", "waloop01", "waloop02", "waloop03"]
    private static let keys = ["a", "b", "c"]

    /// A converged broker of few nodes, with a key in each third of the slots.
    private func broker() async throws -> FaultyBroker {
        let broker = try await FaultyBroker.converged()
        let directory = broker.controller.state + "/nodes"
        let kept = Set(FaultyBroker.nodes.map { $0 + ".yaml" })
        let others = try FileManager.default.contentsOfDirectory(atPath: directory).filter { !kept.contains($0) }
        guard !others.isEmpty else { return broker }
        for file in others { try broker.controller.write("nodes/" + file, nil) }
        try await broker.controller.commit("Three nodes")
        try await broker.controller.apply("--allow-deletes", "\(others.count)")
        return broker
    }

    @Test("1. A seventh host comes: one more replica; all that name the members go through it one by one")
    func comes() async throws {
        let broker = try await broker()
        try await plant(on: "wbroker01", broker.lab)
        let spare = try await broker.lab.command("spare", "up")
        try #require(spare.status == 0, "\(spare.errorOutput)")
        // The suite before may have given Redis a tag that only hosts of then know.
        let image = try #require(
            try broker.controller.read("versions.yaml").split(separator: "\n").first { $0.hasPrefix("redis: ") }
        ).dropFirst("redis: ".count)
        try await broker.lab.on("waloop04", "docker image inspect \(image) || docker tag lab/redis:7.0.15 \(image)")
        try await writeHosts(broker)
        try await broker.controller.commit("A seventh host")
        let plan = try await broker.controller.plan()
        #expect(plan.steps("create", "container").contains("waloop04/container/redis"))
        #expect(plan.steps("replace", "container").count { $0.hasSuffix("/redis") } == 6, "\(plan.steps)")
        try await broker.controller.apply()
        try await expectWhole(Self.six + ["waloop04"], broker)
        #expect(try await cli("role", on: "waloop04", broker.lab).contains("slave"))
    }

    @Test("2. It leaves as a master: taken over from, forgotten; its container goes on, and no key is lost")
    func leaves() async throws {
        let broker = try await FaultyBroker.converged()
        #expect(try await cli("cluster failover", on: "waloop04", broker.lab).contains("OK"))
        try await eventually("waloop04 is a master", within: .seconds(30)) {
            try await cli("role", on: "waloop04", broker.lab).contains("master")
        }
        let lines = try broker.controller.read("hosts.yaml").split(separator: "\n")
        try broker.controller.write(
            "hosts.yaml", lines.filter { !$0.contains("waloop04") }.joined(separator: "\n") + "\n")
        try await broker.controller.commit("As six")
        try await broker.controller.apply()
        try await expectWhole(Self.six, broker)
        #expect(try await broker.lab.containers(on: "waloop04")["redis"] != nil)
        // A later fixture writes the hosts of the lab again.
        #expect(try await broker.lab.command("spare", "down").status == 0)
    }

    @Test("3. A host gets another address, beside the old one and instead of it: all nodes tell it, its own too")
    func moves() async throws {
        let broker = try await FaultyBroker.converged()
        let (lab, old) = (broker.lab, try broker.lab.address("waloop02"))
        let new = lab.subnetPrefix + "72"
        try await lab.on("waloop02", "ip address add \(new)/24 dev eth0")
        try broker.controller.replace("address: \(old),", with: "address: \(new),", in: "hosts.yaml")
        try await broker.controller.commit("Another address for waloop02")
        try await broker.controller.apply()
        try await expectNamed(new, not: old, lab)
        // Without this Linux takes all addresses of the network away with its first.
        try await lab.on(
            "waloop02",
            "sysctl -q -w net.ipv4.conf.eth0.promote_secondaries=1; ip address delete \(old)/24 dev eth0")
        try await expectWhole(Self.six, broker)

        // As most people do it: from one moment to the next, and committed afterwards. Until it is told, the node
        // goes on naming an address that nobody has.
        try await lab.on("waloop02", "ip address add \(old)/24 dev eth0; ip address delete \(new)/24 dev eth0")
        try await expectNamed(new, not: old, lab)
        try broker.controller.replace("address: \(new),", with: "address: \(old),", in: "hosts.yaml")
        try await broker.controller.commit("The old address")
        try await broker.controller.apply()
        try await expectNamed(old, not: new, lab)
        try await expectWhole(Self.six, broker)
    }

    @Test("4. To a Redis of somebody else: instances first, said beforehand; and back to the data that stayed")
    func external() async throws {
        let broker = try await FaultyBroker.converged()
        let manage = try broker.lab.address("wmanage")
        let members = ["7001", "7002", "7003"].map { "\(manage):\($0)" }
        try await broker.lab.on("wmanage", Self.foreignCluster(members))
        let settings = try broker.controller.read("broker.yaml")
        try broker.controller.write(
            "broker.yaml", settings + "redis: {external: [\(members.map { "\"\($0)\"" }.joined(separator: ", "))]}\n")
        try await broker.controller.commit("Redis elsewhere")
        let said = try await broker.controller.isobar("plan")
        #expect((said.output + said.errorOutput).contains("3 nodes move to another Redis"), "\(said.errorOutput)")
        let steps = try await broker.controller.plan().steps.map(\.resource)
        let firstLeft = try #require(steps.firstIndex { $0.hasSuffix("/container/redis") })
        let lastMoved = try #require(
            steps.lastIndex { step in FaultyBroker.nodes.contains { step.hasSuffix("/container/\($0)") } })
        #expect(lastMoved < firstLeft, "\(steps)")
        try await broker.controller.apply()
        #expect(try await broker.controller.plan().steps.isEmpty)
        for host in Self.six { #expect(try await broker.lab.containers(on: host)["redis"] == nil) }
        try await expectElections(broker)
        let held = try await broker.lab.on(
            "wmanage", "for p in 7001 7002 7003; do docker exec ext$p redis-cli -p $p dbsize; done")
        #expect(held.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }.reduce(0, +) > 0, "\(held)")

        try broker.controller.write("broker.yaml", settings)
        try await broker.controller.commit("Redis on the hosts again")
        try await broker.controller.apply()
        try await broker.lab.on("wmanage", "docker rm -f ext7001 ext7002 ext7003")
        try await expectWhole(Self.six, broker)
    }

    // MARK: -

    /// A cluster of three masters, past Isobar, on one host.
    private static func foreignCluster(_ members: [String]) -> String {
        """
        for p in 7001 7002 7003; do
            docker rm -f ext$p >/dev/null 2>&1
            docker run -d --name ext$p --network host --user 0 lab/redis:7.0.15 redis-server --port $p \
                --cluster-enabled yes --protected-mode no --dir /tmp --save '' --cluster-config-file n$p.conf
        done
        for p in 7001 7002 7003; do
            for i in $(seq 60); do docker exec ext7001 redis-cli -p $p ping | grep -q PONG && break; sleep 0.5; done
        done
        docker exec ext7001 redis-cli --cluster create \(members.joined(separator: " ")) --cluster-yes
        """
    }

    /// All nodes, its own too, name one address of waloop02 and not the other.
    private func expectNamed(_ address: String, not other: String, _ lab: Lab) async throws {
        for host in Self.six {
            let nodes = try await cli("cluster nodes", on: host, lab)
            #expect(nodes.contains(" \(address):6379@") && !nodes.contains(" \(other):"), "\(host): \(nodes)")
        }
    }

    /// Writes the hosts of the lab as they are now.
    private func writeHosts(_ broker: FaultyBroker) async throws {
        let hosts = try await broker.lab.command("hosts-yaml")
        try #require(hosts.status == 0 && hosts.output.contains("waloop04"), "\(hosts.errorOutput)")
        try broker.controller.write("hosts.yaml", hosts.output)
    }

    private func plant(on host: String, _ lab: Lab) async throws {
        for key in Self.keys { #expect(try await cli("-c set \(key) kept", on: host, lab).contains("OK")) }
    }

    /// One cluster of exactly these members that still holds the keys, through
    /// which instances are elected; and nothing left to do.
    private func expectWhole(_ members: [String], _ broker: FaultyBroker) async throws {
        #expect(try await broker.controller.plan().steps.isEmpty)
        for host in members {
            let state = try await cli("cluster info", on: host, broker.lab)
            let lines = ["cluster_state:ok", "cluster_slots_ok:16384", "cluster_known_nodes:\(members.count)"]
            for line in lines { #expect(state.contains(line), "\(host): \(state)") }
        }
        for key in Self.keys {
            #expect(try await cli("-c get \(key)", on: "wbroker01", broker.lab).contains("kept"), "\(key)")
        }
        try await expectElections(broker)
    }

    /// Each node has one elected instance, by Redis.
    private func expectElections(_ broker: FaultyBroker) async throws {
        let address = "$(docker inspect -f '{{.NetworkSettings.Networks.traefik.IPAddress}}' NODE)"
        for node in FaultyBroker.nodes {
            try await eventually("one instance of \(node) is elected", within: .seconds(40)) {
                var states: [String] = []
                for host in Lab.antiloops where try await broker.lab.containers(on: host)[node] != nil {
                    let command = "curl -s http://\(address):1880/state".replacingOccurrences(of: "NODE", with: node)
                    states.append(try await broker.lab.on(host, command))
                }
                return states.count == 2 && states.count { $0.contains(#""primary": true"#) } == 1
                    && states.allSatisfy { $0.contains(#""election": "uuid""#) }
            }
        }
    }

    private func cli(_ command: String, on host: String, _ lab: Lab) async throws -> String {
        try await lab.on(host, "docker exec redis redis-cli \(command)")
    }
}
