import Foundation
import Testing

@Suite("Questions without a ledger")
struct LostLedgerTests {
    @Test(
        "A ledger that is lost does not answer as a new one would, and none is made",
        arguments: [
            ["history"], ["show", "1"], ["why", "waloop01/container/ca-eccc-msc"], ["state"], ["availability"], ["report"],
            ["audit", "verify", "--offline"], ["audit", "sql", "SELECT 1"], ["backup", "copy.sqlite"],
        ])
    func lost(question: [String]) async throws {
        let controller = try await Controller()
        let files = FileManager.default
        let gone = try Program().run(question, directory: controller.directory)
        #expect(gone.status == 1 && gone.output.isEmpty, "\(gone.output)")
        #expect(gone.errorOutput.contains("there is no such file") && gone.errorOutput.contains("isobar restore"))
        #expect(!files.fileExists(atPath: controller.database))

        try controller.write("isobar.sqlite", "")
        let empty = try Program().run(question, directory: controller.directory)
        #expect(empty.status == 1 && empty.errorOutput.contains("the file is empty"), "\(empty.errorOutput)")
        #expect(try controller.read("isobar.sqlite").isEmpty)
    }
}
