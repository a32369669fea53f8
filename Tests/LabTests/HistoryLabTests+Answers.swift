import Foundation
import Testing

extension HistoryLabTests {
    /// What a test did on the lab before it asks: a commit was applied, one of the
    /// node's containers stopped by hand, seen so, and healed by a run.
    struct Made {
        var container: String
        var node: String
        var commit: String

        /// The run that healed it.
        var run: String

        /// Before all this.
        var moment: String
        var containers: Int
        var host: String { String(container.prefix { $0 != "/" }) }
    }

    /// Figures of what was made, as JSON.
    func reported(_ made: Made, by controller: ControllerFixture) async throws {
        let asked = ["availability", "--since", made.moment, "--node", made.node, "--format", "json"]
        try held(try Self.json(try await controller.isobar(asked).output), made)
        let report = try await controller.isobar("report", "--since", made.moment, "--format", "json")
        try Self.held(report: try Self.json(report.output), made)
    }

    /// The container was seen to be down for a while, its sibling never.
    private func held(_ availability: [String: Any], _ made: Made) throws {
        let nodes = try #require(availability["nodes"] as? [[String: Any]])
        try #require(nodes.map { $0["centreId"] as? String } == [made.node])
        func seconds(_ key: String) -> Double { nodes[0][key] as? Double ?? -1 }
        #expect(seconds("one") > 0 && seconds("two") > 0 && seconds("none") == 0, "\(nodes)")
        let parts = ["one", "two", "oneOrTwo", "none", "unknown"].reduce(0) { $0 + seconds($1) }
        #expect(abs(parts - seconds("wanted")) < 0.01, "\(nodes)")
    }

    private static func held(report: [String: Any], _ made: Made) throws {
        #expect(report["runs"] as? Int == 2 && report["failedRuns"] as? Int == 0, "\(report)")
        let drifted = try #require(report["drifted"] as? [[String: Any]])
        #expect(drifted.contains { $0["name"] as? String == made.container && $0["count"] as? Int == 1 }, "\(drifted)")
        let lead = try #require(report["leadTimes"] as? [[String: Any]])
        #expect(lead.last?["commit"] as? String == made.commit && lead.last?["seconds"] as? Double ?? 0 > 0, "\(lead)")
    }

    /// A copy, put where no ledger is, knows the same, and that it was restored.
    func restored(_ made: Made, by controller: ControllerFixture) async throws {
        let copy = controller.directory + "/restored.copy"
        let place = controller.directory + "/restored.sqlite"
        for path in [copy, place] {
            for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + ending) }
        }
        let backup = try await controller.isobar("backup", copy)
        try #require(backup.status == 0, "\(backup.errorOutput)")
        let other = try controller.with(database: place)
        let restored = try await other.isobar("restore", copy)
        try #require(restored.status == 0, "\(restored.output)\(restored.errorOutput)")
        #expect(try await other.isobar("show", made.run).output == controller.isobar("show", made.run).output)
        let log = try await other.isobar("audit", "log", "--limit", "1").output
        #expect(log.contains("  restore  restored  ledger"), "\(log)")
        let verified = try await other.isobar("audit", "verify")
        #expect(verified.status == 0 && verified.output.contains("published in the repository are in it"))
    }

    /// The same questions, of the service.
    func asked(_ made: Made, of controller: ControllerFixture) async throws {
        let service = try controller.serving()
        defer { service.send(SIGKILL) }
        try await service.says("the hosts are as the commit wants them")
        let socket = URL(fileURLWithPath: controller.database).deletingLastPathComponent().path + "/isobar.sock"
        func ask(_ path: String, _ query: String...) async throws -> String {
            let parameters = query.flatMap { ["--data-urlencode", $0] }
            let ended = try await Shell.run(
                "/usr/bin/curl",
                ["--silent", "--fail-with-body", "--get", "--unix-socket", socket] + parameters
                    + ["http://isobar/api/v1/\(path)"])
            #expect(ended.status == 0, "\(path) \(query): \(ended.output)\(ended.errorOutput)")
            return ended.output
        }
        try held(Self.json(try await ask("availability", "since=\(made.moment)", "node=\(made.node)")), made)
        try Self.held(report: Self.json(try await ask("report", "since=\(made.moment)")), made)
        let page = try await ask("report", "since=\(made.moment)", "format=markdown")
        #expect(page.contains("| `\(made.container)` | 1 |"), "\(page)")
        let why = try Self.json(try await ask("why", "resource=\(made.container)", "property=environment.CHANGE"))
        let properties = try #require(why["properties"] as? [[String: Any]])
        #expect((properties.first?["current"] as? [String: Any])?["commit"] as? String == made.commit, "\(why)")

        let first = try Self.json(try await ask("state", "node=\(made.node)", "limit=1"))
        let cursor = try #require(first["nextCursor"] as? String)
        let second = try Self.json(try await ask("state", "node=\(made.node)", "cursor=\(cursor)"))
        let hosts = [first, second].flatMap { $0["hosts"] as? [[String: Any]] ?? [] }
        let there = hosts.flatMap { $0["resources"] as? [[String: Any]] ?? [] }.compactMap { $0["resource"] as? String }
        #expect(there.count { $0.hasSuffix("/container/\(made.node)") } == made.containers, "\(there)")
        #expect(first["at"] as? String == second["at"] as? String)

        let sql = "SELECT cause, outcome FROM steps WHERE run = \(made.run) AND resource = '\(made.container)'"
        let rows = try Self.json(try await ask("audit/sql", "query=\(sql)"))["rows"] as? [[String]]
        #expect(rows == [["drift", "succeeded"]])
        let log = try Self.json(try await ask("audit", "resource=\(made.container)", "limit=1"))
        let record = try #require((log["records"] as? [[String: Any]])?.first)
        #expect(record["run"].map { "\($0)" } == made.run && record["outcome"] as? String == "succeeded", "\(record)")
        let verified = try Self.json(try await ask("audit/verify"))
        #expect(verified["publishedHeads"] as? Int ?? 0 > 0 && verified["runs"] as? Int ?? 0 >= 2, "\(verified)")
        let exported = try await ask("audit/export")
        let written = try await controller.isobar("audit", "export").output
        #expect(exported.utf8.count > 1000 && written.hasPrefix(exported))

        service.send(SIGTERM)
        #expect(try await service.end() == 0)
    }
}
