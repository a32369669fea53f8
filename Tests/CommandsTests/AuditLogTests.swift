import BrokerModel
import Foundation
import Ledger
import TestSupport
import Testing

@Suite("isobar audit log")
struct AuditLogTests {
    @Test("audit log tells who decided what and why, by all filters, in pages; export takes each action, too")
    func log() async throws {
        let controller = try await Controller()
        let ledger = try LedgerStore(path: controller.database) { Timestamp(seconds: 1_700_090_000) }
        for number in 1...9 {
            try await ledger.note("login", "token/a", by: "token/a", outcome: "first", detail: "\(number)")
        }
        let reason = "storm, \u{1B}[31mnobody is there"
        try await ledger.note(
            "refuse", "run/2", by: "isobar", outcome: "too-many-deletes", detail: "12 are more than 5")
        try await ledger.note("pause", "node/ca-eccc-msc", by: "ada@wmanage", outcome: "until then", detail: reason)

        let refused = try controller.isobar("audit", "log", "--action", "refuse")
        #expect(refused.status == 0, "\(refused.errorOutput)")
        #expect(
            refused.output.contains("isobar  refuse  too-many-deletes  run/2")
                && refused.output.contains("12 are more than 5"),
            "\(refused.output)")
        let paused = try controller.isobar("audit", "log", "--node", "ca-eccc-msc")
        #expect(
            paused.output.contains("storm,  [31mnobody is there") && !paused.output.contains("refuse"),
            "\(paused.output)")
        let rows = try controller.isobar(
            "audit", "log", "--actor", "ada", "--outcome", "until then", "--format", "csv"
        ).output
        #expect(rows.hasPrefix("record,at,actor,action,subject,outcome,run,commit,detail,hash\r\n11,2023-"), "\(rows)")
        let nothing = try controller.isobar("audit", "log", "--action", "nothing", "--outcome", "too-many-deletes")
        #expect(nothing.output == "No record matches.\n")
        #expect(
            nothing.errorOutput
                == "isobar: no record has the action 'nothing'\n  hint: recorded are login, pause, refuse\n",
            "\(nothing.errorOutput)")
        let never = try controller.isobar("audit", "export", "--outcome", "refused")
        #expect(
            never.errorOutput.contains(
                "no record has the outcome 'refused'\n  hint: recorded are first, too-many-deletes, and 1 of more than a word"),
            "\(never.errorOutput)")

        var found: [Int] = []
        var cursor: [String] = []
        repeat {
            let arguments = ["audit", "log", "--limit", "4", "--format", "json"] + cursor
            let output = try Program().run(arguments, directory: controller.directory).output
            let page = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
            let records = try #require(page["records"] as? [[String: Any]])
            found += records.compactMap { $0["sequence"] as? Int }
            #expect(page["hasMore"] as? Bool == (page["next"] != nil))
            cursor = (page["next"] as? Int).map { ["--cursor", "\($0)"] } ?? []
        } while !cursor.isEmpty && found.count < 100
        #expect(found == Array((1...11).reversed()))

        let excerpt = try controller.isobar("audit", "export", "--action", "pause", "--node", "ca-eccc-msc")
        #expect(excerpt.status == 0 && excerpt.output.contains("nobody is there"), "\(excerpt.errorOutput)")
        #expect(!excerpt.output.contains("more than 5"))
    }
}
