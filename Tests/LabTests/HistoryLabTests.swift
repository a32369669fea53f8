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
        let moment = ISO8601DateFormatter().string(from: before)
        let questions: [(arguments: [String], answers: [String])] = [
            (["history", "--commit", String(commit.prefix(10))], ["succeeded"]),
            (["history", "--node", node, "--limit", "5"], [container, "SEEN FROM"]),
            (["history", "--resource", container, "--limit", "1"], ["drift"]),
            (["state", "--host", host], [node]),
            (["state", "--diff", moment, "0s", "--node", node], [container]),
            (["why", container], [String(commit.prefix(7)), "nodes/\(node).yaml"]),
            (["availability", "--since", "1h", "--node", node], [node, "99.5"]),
            (["report", "--since", "1h"], ["# ", node]),
            (["audit", "sql", "SELECT count(*) AS n FROM steps WHERE resource = '\(container)'"], ["n"]),
            (["audit", "verify"], [" records hold.", "published in the repository are in it"]),
        ]
        for question in questions {
            let ended = try await controller.isobar(question.arguments)
            #expect(ended.status == 0, "\(question.arguments): \(ended.errorOutput)")
            for answer in question.answers {
                #expect(ended.output.contains(answer), "\(question.arguments), \(answer): \(ended.output)")
            }
        }

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
}
