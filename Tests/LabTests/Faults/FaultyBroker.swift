import Foundation
import Synchronization
import Testing

/// A converged broker on the lab, with changes to make while something breaks.
struct FaultyBroker: Sendable {
    let lab: Lab
    let controller: ControllerFixture

    /// The nodes that ``change()`` changes, two instances each.
    static let nodes = ["fi-fmi", "hk-hko", "in-imd"]

    /// Hosts that may be broken: all of them before the first test, and those a
    /// test that ended early left so.
    private static let broken = Mutex<Set<String>?>(nil)

    /// Converges the lab with limits that suit tests.
    static func converged() async throws -> FaultyBroker {
        let lab = try Lab()
        let controller = try await ControllerFixture(lab)
        let broker = FaultyBroker(lab: lab, controller: controller)
        try await broker.healAll()
        let text = try controller.read("broker.yaml")
        if !text.contains("# faults") {
            let kept = text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("rollout:") }
            try controller.write(
                "broker.yaml",
                kept.joined(separator: "\n")
                    + "\nrollout: {healthTimeoutSeconds: 40, electionWindowSeconds: 1, nodesAtOnce: 20, maxDeletes: 5, canary: 0} # faults\n")
            try await controller.commit("Limits for faults")
        }
        try await controller.apply()
        return broker
    }

    // MARK: - Breaking and mending

    /// Breaks one thing on a host.
    func fault(_ host: String, _ fault: String) async throws {
        Self.broken.withLock { _ = $0?.insert(host) }
        let ended = try await lab.command("fault", host, fault)
        try #require(ended.status == 0, "\(ended.errorOutput)")
    }

    func heal(_ host: String) async throws {
        let ended = try await lab.command("heal", host)
        try #require(ended.status == 0, "\(ended.errorOutput)")
        Self.broken.withLock { _ = $0?.remove(host) }
    }

    private func healAll() async throws {
        let hosts = Self.broken.withLock { $0 } ?? Set(lab.inventory.hosts.map(\.name))
        Self.broken.withLock { $0 = hosts }
        try await withThrowingTaskGroup { group in
            for host in hosts { group.addTask { try await heal(host) } }
            try await group.waitForAll()
        }
    }

    // MARK: - Changing and applying

    /// Commits another time zone for three nodes: six containers to replace.
    func change() async throws {
        let zone = "Etc/GMT-\(Int.random(in: 1...12)) # \(UInt32.random(in: 0...UInt32.max))"
        for node in Self.nodes {
            let file = "nodes/\(node).yaml"
            let kept = try controller.read(file).split(separator: "\n").filter { !$0.hasPrefix("environment:") }
            let variable = "environment: {TZ: \"Etc/GMT\", CHANGE: \"\(zone)\"}"
            try controller.write(file, (kept + [variable[...]]).joined(separator: "\n") + "\n")
        }
        try await controller.commit("Another time")
    }

    /// Starts `isobar apply --yes`.
    func applying() throws -> RunningProgram {
        let program = try #require(ProcessInfo.processInfo.environment["ISOBAR_PROGRAM"])
        return try RunningProgram(program, ["apply", "--yes"], environment: ["ISOBAR_CONFIG": controller.configuration])
    }

    /// One more apply makes all as git wants it, does nothing twice, and leaves
    /// a history without a hole.
    func convergesOnce() async throws {
        let wanted = try await lab.allContainers()
        let made = try await controller.plan().steps.filter { $0.resource.contains("/container/") }.map(\.resource)
        try await controller.apply()
        #expect(try await controller.plan().steps.isEmpty)
        let after = try await lab.allContainers()
        for (name, id) in wanted where after[name] != id {
            let parts = name.split(separator: "/")
            #expect(made.contains("\(parts[0])/container/\(parts[1])"), "\(name) was replaced, and no step said so")
        }
        #expect(try await openRecords() == "0 0", "a run or a step has no end")
    }

    /// How many runs and steps have no end.
    func openRecords() async throws -> String {
        let ended = try await Shell.run(
            "/usr/bin/python3",
            [
                "-c",
                """
                import sqlite3, sys
                connection = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True, timeout=60)
                count = lambda table: connection.execute(f"SELECT count(*) FROM {table} WHERE ended_at IS NULL").fetchone()[0]
                print(count("run"), count("step"))
                """, controller.database,
            ])
        #expect(ended.status == 0, "\(ended.errorOutput)")
        return ended.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
