import Foundation
import Testing

/// A change by commit and one by hand on nine hosts, then every question about
/// it.
@Suite("The past of the lab", .serialized)
struct HistoryLabTests {
    @Test("Each question has its answer: what was done, what ran, why, how available; and nobody changed the record")
    func questions() async throws {
        let broker = try await FaultyBroker.converged()
        let controller = broker.controller
        let node = FaultyBroker.nodes[0]
        let before = Date()
        try await broker.change()
        let commit = try await controller.git("rev-parse", "HEAD")
        try await controller.apply()
        let hosts = try await broker.lab.allContainers().keys.filter { $0.hasSuffix("/" + node) }.sorted()
        let host = try #require(hosts.first?.split(separator: "/").first.map(String.init))
        try await broker.lab.on(host, "docker stop -t 1 \(node)")
        #expect(try await controller.isobar("drift").status == 3)
        try await controller.apply()

        let container = "\(host)/container/\(node)"
        let runs = try Self.json(try await controller.isobar("history", "--limit", "2", "--format", "json").output)
        let healing = try #require((runs["runs"] as? [[String: Any]])?.first)
        let run = "\(try #require(healing["run"] as? Int))"
        let plan = try #require(healing["plan"] as? String)
        let moment = ISO8601DateFormatter().string(from: before)
        let questions: [(arguments: [String], answers: [String])] = [
            (["history", "--commit", String(commit.prefix(10))], ["succeeded"]),
            (["history", "--node", node, "--limit", "5"], [container, "SEEN FROM"]),
            (["history", "--resource", container, "--limit", "1"], ["drift"]),
            (["show", run], [container, "drift"]),
            (["show", String(plan.prefix(19))], ["container/\(node)", "2 to run", "drift"]),
            (["state", "--host", host], [node]),
            (["state", "--diff", moment, "0s", "--node", node], [container]),
            (["why", container], [String(commit.prefix(7)), "nodes/\(node).yaml"]),
            (["history", "--resource", container, "--limit", "1", "--format", "csv"], ["\r\n\(run),\(container)#"]),
            (
                ["state", "--host", host, "--node", node, "--format", "csv"],
                [",\(host),seen,", ",\(container),seen,true,"]
            ),
            (["why", container, "--property", "environment.CHANGE", "--format", "csv"], ["environment.CHANGE", commit]),
            (["audit", "log", "--resource", container, "--limit", "1"], ["  succeeded  \(container)"]),
            (
                ["audit", "log", "--resource", container, "--limit", "1", "--format", "csv"],
                [",\(container),succeeded,\(run),"]
            ),
            (["audit", "log", "--commit", commit, "--action", "apply", "--format", "csv"], ["run/\(run),"]),
            (["report", "--since", moment], ["| `\(container)` | 1 |", "| `\(commit.prefix(8))` | ", "| `\(node)` | "]),
            (
                ["report", "--since", moment, "--format", "html"],
                ["<td>\(container)</td><td class=\"number\">1</td>", "<code>\(commit.prefix(8))</code>"]
            ),
            (
                ["audit", "sql", "SELECT cause, outcome FROM steps WHERE run = \(run) AND resource = '\(container)'"],
                ["\ndrift  succeeded"]
            ),
            (
                [
                    "audit", "sql", "--format", "csv",
                    "SELECT DISTINCT \"commit\", cause FROM steps WHERE resource = '\(container)' AND run = \(run) - 1",
                ], ["commit,cause\r\n\(commit),pending\r\n"]
            ),
            (["audit", "verify"], [" records hold.", "published in the repository are in it"]),
        ]
        for question in questions {
            let ended = try await controller.isobar(question.arguments)
            #expect(ended.status == 0, "\(question.arguments): \(ended.errorOutput)")
            for answer in question.answers {
                #expect(ended.output.contains(answer), "\(question.arguments), \(answer): \(ended.output)")
            }
        }

        let made = Made(
            container: container, node: node, commit: commit, run: run, moment: moment,
            containers: hosts.count)
        try await reported(made, by: controller)
        try await restored(made, by: controller)
        try await asked(made, of: controller)

        // The whole of it, in another ledger: the same answers.
        let export = controller.directory + "/audit.jsonl"
        try? FileManager.default.removeItem(atPath: export)
        #expect(try await controller.isobar("audit", "export", "--output", export).status == 0)
        let rebuilt = controller.directory + "/rebuilt.sqlite"
        for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: rebuilt + ending) }
        let other = try controller.with(database: rebuilt)
        let imported = try await other.isobar("audit", "import", export)
        let told = imported.output + imported.errorOutput
        #expect(imported.status == 0 && imported.output.contains("Missing: nothing"), "\(told)")
        let state = ["state", "--at", moment, "--format", "json"]
        #expect(try await other.isobar(state).output == controller.isobar(state).output)
    }

    @Test("Whatever is changed in a copy of the ledger is found; what was exported can go, and the rest is proven")
    func kept() async throws {
        let broker = try await FaultyBroker.converged()
        let controller = broker.controller
        try await broker.change()
        try await controller.apply()

        let forgeries: [(what: String, statements: String)] = [
            ("a row changed", "UPDATE step SET ended_at = ended_at + 1 WHERE id = (SELECT max(id) FROM step)"),
            ("a row removed", "DELETE FROM step WHERE id = 2"),
            ("a record changed", "UPDATE audit SET at = at + 1 WHERE sequence = 3"),
            ("a record removed", "DELETE FROM audit WHERE sequence = 3"),
            (
                "two records exchanged",
                "UPDATE audit SET sequence = -3 WHERE sequence = 3; UPDATE audit SET sequence = 3 WHERE sequence = 4; "
                    + "UPDATE audit SET sequence = 4 WHERE sequence = -3"
            ),
            (
                "the tail cut",
                "DELETE FROM audit WHERE sequence > (SELECT max(sequence) FROM audit WHERE run_id IS NOT NULL) - 2"
            ),
            (
                "an approval that nobody gave",
                "INSERT OR IGNORE INTO name (text) VALUES ('approved'); "
                    + "INSERT INTO decision (plan_digest, commit_id, verdict, actor, decided_at) "
                    + "SELECT plan.digest, plan.commit_id, name.id, run.actor, run.started_at FROM run "
                    + "JOIN plan ON plan.id = run.plan_id JOIN name ON name.text = 'approved' WHERE run.id = 1"
            ),
        ]
        for forgery in forgeries {
            let other = try await copy(of: controller)
            #expect(try await other.isobar("audit", "verify").status == 0, "\(forgery.what), before")
            try await change(other.database, forgery.statements)
            let verified = try await other.isobar("audit", "verify")
            #expect(verified.status == 1, "\(forgery.what): \(verified.output)")
        }

        let other = try await copy(of: controller)
        let export = other.database + ".jsonl"
        try? FileManager.default.removeItem(atPath: export)
        #expect(try await other.isobar("audit", "export", "--output", export).status == 0)
        let pruned = try await other.isobar("audit", "prune", export, "--keep", "1s")
        #expect(pruned.status == 0, "\(pruned.errorOutput)")
        let verified = try await other.isobar("audit", "verify")
        #expect(verified.status == 0, "\(verified.output)\(verified.errorOutput)")
    }

    /// The controller with a copy of the ledger, made while it may be in use.
    private func copy(of controller: ControllerFixture) async throws -> ControllerFixture {
        let path = controller.directory + "/copy.sqlite"
        for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + ending) }
        let made = try await controller.isobar("backup", path)
        try #require(made.status == 0, "\(made.errorOutput)")
        return try controller.with(database: path)
    }

    /// As somebody does who has the file: without its triggers, which are put back.
    private func change(_ database: String, _ statements: String) async throws {
        let program = """
            import sqlite3, sys
            database = sqlite3.connect(sys.argv[1])
            triggers = database.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
            script = "".join(f"DROP TRIGGER {name};" for name, _ in triggers)
            script += sys.argv[2] + ";" + "".join(f"{sql};" for _, sql in triggers)
            database.executescript(script)
            """
        let ended = try await Shell.run("/usr/bin/python3", ["-c", program, database, statements])
        try #require(ended.status == 0, "\(ended.errorOutput)")
    }

    static func json(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}
