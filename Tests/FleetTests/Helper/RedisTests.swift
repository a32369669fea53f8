import BrokerModel
import Execution
import Foundation
import TestSupport
import Testing

@testable import Fleet

/// The verb that talks to Redis, where none runs: what it refuses. What it does is
/// tested on the lab.
@Suite("The Redis verb")
struct RedisTests {
    private static let node = String(repeating: "0a", count: 20)

    /// Runs a command under a lease.
    private func failure(_ command: RedisCommand, in sandbox: Sandbox) async throws -> Failure? {
        let link = try sandbox.link()
        let lease = LeaseVerb(action: .take, holder: link.settings.holder)
        await link.hold(try await link.run([lease]).leaseToken)
        do {
            try await link.run(RedisVerb(command: command))
            return nil
        } catch let failure as Failure {
            return failure
        }
    }

    @Test func withoutALeaseNothingIsSaid() async throws {
        try await Sandbox.with { sandbox in
            let failure = await #expect(throws: Failure.self) {
                try await sandbox.link().run(RedisVerb(command: .meet(address: "192.0.2.1")))
            }
            #expect(failure?.code == .locked)
        }
    }

    @Test func whatTheManifestDoesNotListIsLeftAlone() async throws {
        try await Sandbox.with { sandbox in
            let commands: [RedisCommand] = [
                .meet(address: "192.0.2.1"), .announce(address: "192.0.2.1"), .forget(id: Self.node), .replicate(id: Self.node),
                .failover(.voted), .assign([0...5460, 7000...7000]),
            ]
            for command in commands {
                let failure = try await failure(command, in: sandbox)
                #expect(failure?.code == .helperRefused)
                #expect(failure?.response.contains("does not list") == true, "\(command)")
                #expect(failure?.response.contains("/container/redis") == true, "\(command)")
            }
        }
    }

    @Test(arguments: ["", "$(id)", "192.0.2.1 6379", "192.0.2.1\r\nFLUSHALL", "host.example"])
    func anAddressIsOnlyAnAddress(_ text: String) async throws {
        try await Sandbox.with { sandbox in
            for command in [RedisCommand.meet(address: text), .announce(address: text)] {
                let failure = try await failure(command, in: sandbox)
                #expect(failure?.response.contains("does not list") == false)
            }
        }
    }

    @Test(arguments: ["", "0a", "flushall", node.uppercased(), node + "0", node + " TAKEOVER"])
    func aNodeIsOnlyANode(_ text: String) async throws {
        try await Sandbox.with { sandbox in
            for command in [RedisCommand.forget(id: text), .replicate(id: text)] {
                let failure = try await failure(command, in: sandbox)
                #expect(failure?.response.contains("does not list") == false)
            }
        }
    }
}

/// What Redis answers, read.
@Suite("What Redis tells")
struct RedisViewTests {
    private static func bulk(_ text: String) -> String { "$\(text.utf8.count)\r\n\(text)\r\n" }

    private static func replies(state: String = "ok", replication: String) -> String {
        let (master, replica) = (String(repeating: "a", count: 40), String(repeating: "b", count: 40))
        let nodes = """
            \(master) 192.0.2.1:6379@16379 master - 0 1 1 connected 0-16383
            \(replica) 192.0.2.2:6379@16379 myself,slave \(master) 0 1 1 connected

            """
        return bulk(nodes) + bulk("cluster_state:\(state)\r\ncluster_known_nodes:2\r\n") + bulk(replication)
            + ":12\r\n+OK\r\n"
    }

    @Test func aReplicaTellsItsClusterAndItsLink() throws {
        let text = Self.replies(
            replication: "# Replication\r\nrole:slave\r\nmaster_link_status:up\r\nmaster_sync_in_progress:0\r\n")
        let view = try RedisView(RedisReport(isAnswering: true, replies: Array(text.utf8)))
        #expect(view.isOK && view.isLinked && view.keys == 12 && view.known.count == 2)
        #expect(view.complaint == nil)
        #expect(view.own?.master == String(repeating: "a", count: 40))
        for (state, link) in [("fail", "up"), ("ok", "down")] {
            let text = Self.replies(
                state: state,
                replication: "role:slave\r\nmaster_link_status:\(link)\r\nmaster_sync_in_progress:0\r\n")
            #expect(try RedisView(RedisReport(isAnswering: true, replies: Array(text.utf8))).complaint != nil)
        }
    }

    /// One that complains of its cluster is not healthy, and no idle one either.
    @Test func onlyOneThatDoesNotAnswerIsIdle() {
        let nodes = [
            RedisNode(id: String(repeating: "a", count: 40), flags: ["myself", "master"], slots: [0...16383]),
            RedisNode(id: String(repeating: "b", count: 40), flags: ["slave", "fail?"], isConnected: false),
        ]
        let well = MemberHealth(redis: RedisView(nodes: Array(nodes.prefix(1))))
        #expect(well.isHealthy && !well.isIdle)
        let lonely = MemberHealth(redis: RedisView(nodes: nodes))
        #expect(!lonely.isHealthy && !lonely.isIdle && lonely.note?.contains("does not reach") == true)
        #expect(MemberHealth(redis: .silent).isIdle && MemberHealth(redis: nil).isIdle)
    }

    @Test func oneThatLoadsItsDataIsSilent() throws {
        let refusal = Array("-LOADING Redis is loading the dataset in memory\r\n+OK\r\n".utf8)
        #expect(try RedisView(RedisReport(isAnswering: true, replies: refusal)) == .silent)
        #expect(try RedisView(RedisReport(isAnswering: false, replies: [])) == .silent)
    }

    /// Cut off anywhere, it is an error or nothing, never half a cluster.
    @Test func aCutAnswerIsNone() throws {
        let whole = Array(Self.replies(replication: "role:master\r\n").utf8)
        for length in 0..<(whole.count - "+OK\r\n".utf8.count) {
            #expect(throws: MalformedAnswer.self, "\(length) bytes") {
                try RedisView(RedisReport(isAnswering: true, replies: Array(whole.prefix(length))))
            }
        }
        #expect(throws: MalformedAnswer.self) {
            try RedisView(RedisReport(isAnswering: true, replies: Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)))
        }
    }
}
