import Foundation
import Testing

/// The Redis cluster on the lab: made, broken, mended, and given another image
/// while somebody writes. The tests build on each other and run in this order.
@Suite("The Redis cluster on the lab", .serialized)
struct RedisLabTests {
    private static let members = ["wbroker01", "wbroker02", "wbroker03", "waloop01", "waloop02", "waloop03"]

    @Test("1. Six nodes are one cluster, the instances are elected through it, a second plan is empty")
    func made() async throws {
        let broker = try await FaultyBroker.converged()
        #expect(try await broker.controller.plan().steps.isEmpty)
        for host in Self.members {
            let state = try await cli("cluster info", on: host, broker.lab)
            for line in ["cluster_state:ok", "cluster_slots_ok:16384", "cluster_known_nodes:6", "cluster_size:3"] {
                #expect(state.contains(line), "\(host): \(state)")
            }
        }
        let address = "$(docker inspect -f '{{.NetworkSettings.Networks.traefik.IPAddress}}' fi-fmi)"
        let host = try #require(
            try await ["waloop01", "waloop02", "waloop03"].asyncFirst {
                try await broker.lab.containers(on: $0)["fi-fmi"] != nil
            })
        try await eventually("fi-fmi is elected by uuid", within: .seconds(30)) {
            try await broker.lab.on(host, "curl -s http://\(address):1880/state").contains(#""election": "uuid""#)
        }
    }

    struct Mishap: Sendable, CustomTestStringConvertible {
        var testDescription: String

        /// Where, and what is run there; `MASTER` is who serves slot 0.
        var host: String
        var command: String

        /// What `isobar drift` says, and what the plan does.
        var words: String
        var steps: [String]
    }

    static let mishaps = [
        Mishap(
            testDescription: "a node is lost with its data", host: "waloop03",
            command: "docker rm -f redis; cd /home/gb/redis && rm -rf nodes.conf appendonlydir dump.rdb",
            words: "waloop03 is not answering", steps: ["cluster/redis", "waloop03/container/redis"]),
        Mishap(
            testDescription: "a node that is no member took over", host: "wmanage",
            command: """
                docker rm -f stranger 2>/dev/null
                docker run -d --name stranger --network host --user 0 lab/redis:7.0.15 \
                    redis-server --cluster-enabled yes --protected-mode no --dir /tmp
                say() { docker exec stranger redis-cli "$@"; }
                try() { for i in $(seq 60); do eval "$1" && return; sleep 0.5; done; exit 1; }
                try 'say ping'
                say cluster meet MASTER 6379
                try 'say cluster nodes | grep -q " connected 0-"'
                try 'say cluster replicate $(say cluster nodes | grep " connected 0-" | cut -d" " -f1) | grep -q OK'
                try 'say info replication | grep -q master_link_status:up'
                try 'say cluster failover; sleep 1; say role | grep -q master'
                """,
            words: "which is no member", steps: ["cluster/redis"]),
    ]

    @Test("2. What happens to it is drift in words, and mended; no key is lost", arguments: mishaps)
    func mended(mishap: Mishap) async throws {
        let broker = try await FaultyBroker.converged()
        let (lab, host) = (broker.lab, mishap.host)
        for key in ["a", "b", "c"] {
            #expect(try await cli("-c set \(key) kept", on: "wbroker02", lab).contains("OK"))
        }
        if Self.members.contains(host), try await isMaster(host, lab) {
            _ = try await cli("cluster failover", on: replica(of: host, lab), lab)
            try await eventually("\(host) is a replica", within: .seconds(30)) { try await !isMaster(host, lab) }
        }
        let master = try #require(
            try await Self.members.asyncFirst { try await isMaster($0, lab, of: 0) }, "nobody serves slot 0")
        try await lab.on(host, mishap.command.replacingOccurrences(of: "MASTER", with: try lab.address(master)))
        try await eventually("\(mishap): it is drift", within: .seconds(40)) {
            try await broker.controller.isobar("drift").output.contains(mishap.words)
        }
        #expect(try await broker.controller.plan().steps.map(\.resource).sorted() == mishap.steps)
        try await broker.controller.apply()
        try await lab.on("wmanage", "docker rm -f stranger 2>/dev/null")
        #expect(try await broker.controller.plan().steps.isEmpty)
        for host in Self.members {
            #expect(try await cli("cluster info", on: host, lab).contains("cluster_known_nodes:6"), "\(host)")
        }
        for key in ["a", "b", "c"] { #expect(try await cli("-c get \(key)", on: "wbroker02", lab).contains("kept")) }
    }

    @Test("3. Another image goes over all nodes while somebody writes: no write fails, none waits for an election")
    func upgraded() async throws {
        let broker = try await FaultyBroker.converged()
        let (lab, controller) = (broker.lab, broker.controller)
        let line = try #require(
            try controller.read("versions.yaml").split(separator: "\n").first { $0.hasPrefix("redis: ") })
        let old = String(line.dropFirst("redis: ".count))
        for host in Self.members { try await lab.on(host, "docker tag \(old) \(old)-next") }
        try controller.replace("redis: \(old)", with: "redis: \(old)-next", in: "versions.yaml")
        try await controller.commit("Another Redis")
        let plan = try await controller.plan()
        #expect(plan.steps.count { $0.resource.hasPrefix("cluster/redis/") } == 3, "\(plan.steps)")
        #expect(plan.steps.count { $0.resource.hasSuffix("/container/redis") } == 6, "\(plan.steps)")

        // Masters do not vote about the same master twice within half a minute.
        for host in Self.members {
            try await eventually("\(host) votes again", within: .seconds(60)) {
                try await lab.on(host, "docker logs --since 31s redis 2>&1 | grep -c 'auth granted' || true") == "0"
            }
        }

        // One key in each third of the slots. Who is just being stopped refuses or
        // resets a connection, who just started does not yet know the others: the
        // next is asked, as every client of a cluster does.
        let nodes = try Self.members.map { try lab.address($0) }.joined(separator: " ")
        try await lab.on(
            "wmanage",
            """
            cat >/tmp/write <<'END'
            while [ ! -e /tmp/stop ]; do
                for key in a b c; do
                    begun=$(cut -d' ' -f1 /proc/uptime | tr -d .)
                    answer=none
                    for node in \(nodes) \(nodes); do
                        answer=$(timeout 3 redis-cli -c -h $node set $key x 2>&1) && [ "$answer" = OK ] && break
                        case $answer in *refused*|*reset*|CLUSTERDOWN*) continue ;; esac
                        echo "failed $key $node $answer"
                        sleep 0.05
                    done
                    echo "$answer $((($(cut -d' ' -f1 /proc/uptime | tr -d .) - begun) * 10))"
                done
            done
            END
            rm -f /tmp/stop; docker rm -f writer 2>/dev/null
            docker run -d --name writer --network host -v /tmp:/tmp lab/redis:7.0.15 sh /tmp/write
            """)
        try await controller.apply()
        let said = try await lab.on(
            "wmanage", "touch /tmp/stop; docker wait writer >/dev/null; docker logs writer 2>&1; docker rm writer")
        let lines = said.split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("OK ") } > 300)
        #expect(lines.filter { $0.hasPrefix("failed") } == [])
        let longest = lines.compactMap { $0.hasPrefix("OK ") ? Int($0.dropFirst(3)) : nil }.max() ?? .max
        #expect(longest < 2000, "\(longest) ms")
        #expect(try await controller.plan().steps.isEmpty)
    }

    // MARK: -

    private func cli(_ command: String, on host: String, _ lab: Lab) async throws -> String {
        try await lab.on(host, "docker exec redis redis-cli \(command)")
    }

    private func isMaster(_ host: String, _ lab: Lab, of slot: Int? = nil) async throws -> Bool {
        let own = try await lab.on(host, "docker exec redis redis-cli cluster nodes | grep myself")
        return slot == nil ? own.contains("master") : own.contains(" \(slot ?? 0)-")
    }

    private func replica(of host: String, _ lab: Lab) async throws -> String {
        let id = try await cli("cluster myid", on: host, lab).trimmingCharacters(in: .whitespacesAndNewlines)
        return try #require(
            try await Self.members.asyncFirst { other in
                try await lab.on(other, "docker exec redis redis-cli cluster nodes | grep myself").contains(" \(id) ")
            })
    }
}

extension Array {
    fileprivate func asyncFirst(where isWanted: (Element) async throws -> Bool) async rethrows -> Element? {
        for element in self where try await isWanted(element) { return element }
        return nil
    }
}
