import BrokerModel
import Foundation
import Testing

@testable import Fleet

/// The virtual address is taken back by the host unless it is confirmed.
@Suite("The virtual address on trial", .timeLimit(.minutes(2)))
struct AddressTrialTests {
    private static let tried = "192.0.2.99"

    /// The host's message about the way back; empty where it keeps one.
    private func arm(_ cluster: SandboxCluster, seconds: Int = 1) async throws -> String? {
        let verb = ClusterVerb(action: .arm(address: Self.tried, interface: "eth0", seconds: seconds))
        let result = try await cluster.link.run([verb]).results.first
        try cluster.link.check(result, of: verb)
        return result?.message
    }

    /// What `configure` does.
    private func change(_ cluster: SandboxCluster, to address: String = tried) throws {
        try cluster.set("ip", address)
        try cluster.set("nic", "eth0")
    }

    private func isOver(_ cluster: SandboxCluster) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if !cluster.sandbox.exists("/var/lib/isobar/trial") { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    @Test("Nobody comes back: the former address is back, on the former interface", arguments: [nil, "eth1"])
    func undone(interface: String?) async throws {
        try await SandboxCluster.with { cluster in
            try cluster.set("ip", "192.0.2.10")
            if let interface { try cluster.set("nic", interface) }
            #expect(try await arm(cluster) == "")
            try change(cluster)
            #expect(try await isOver(cluster))
            #expect(cluster["ip"] == "192.0.2.10" && cluster["nic"] == interface)
            #expect(cluster["target-role"] == nil)
            let late = await #expect(throws: Failure.self) {
                try await cluster.link.run(TrialVerb(action: .confirm))
            }
            #expect(late?.code == .rolledBack)
        }
    }

    @Test("Where there was no address, or a stopped one, it is stopped", arguments: [nil, "Stopped"])
    func first(role: String?) async throws {
        try await SandboxCluster.with { cluster in
            if let role {
                try change(cluster)
                try cluster.set("target-role", role)
            }
            #expect(try await arm(cluster) == "")
            try change(cluster)
            try cluster.set("target-role", "Started")
            #expect(try await isOver(cluster))
            #expect(cluster["ip"] == Self.tried && cluster["target-role"] == "Stopped")
        }
    }

    @Test("Who confirms keeps it; what somebody set since is left as it is; the same address needs no way back")
    func kept() async throws {
        try await SandboxCluster.with { cluster in
            try cluster.set("ip", "192.0.2.10")
            #expect(try await arm(cluster, seconds: 600) == "")
            try change(cluster)
            try await cluster.link.run(TrialVerb(action: .confirm))
            #expect(cluster["ip"] == Self.tried && !cluster.sandbox.exists("/var/lib/isobar/trial"))

            #expect(try await arm(cluster)?.contains("nothing to go back to") == true)
            #expect(!cluster.sandbox.exists("/var/lib/isobar/trial"))

            try cluster.set("ip", "192.0.2.10")
            #expect(try await arm(cluster) == "")
            try change(cluster, to: "192.0.2.50")
            #expect(try await isOver(cluster))
            #expect(cluster["ip"] == "192.0.2.50")
        }
    }
}
