import Foundation
import TestSupport
import Testing

@Suite("Questions about the past that are none")
struct PastMistakesTests {
    @Test(
        "Mistakes are told as every other",
        arguments: [
            (["state", "--diff", "7d"], "--diff takes two moments"),
            (["state", "--diff", "7d", "1d", "--at", "2d"], "--at is one moment"),
            (["state", "--at", "yesterday"], "the value 'yesterday' is invalid"),
            (["state", "--trust", "2026-11-21"], "--trust takes a length of time"),
            (["state", "--trust", "599s"], "--trust takes 10m at least"),
            (["history", "--cursor", "runs-x"], "'runs-x' is no cursor"),
            (["history", "--cursor", "steps-4"], "the cursor steps-4 is of a list of steps"),
            (["history", "--outcome", "skipped"], "no run ends as 'skipped'"),
            (["history", "--action", "refuse"], "isobar audit log --action refuse"),
            (["audit", "log", "--cursor", "0"], "--cursor takes the number of a record"),
            (["why", "waloop01"], "'waloop01' is no address"),
            (["availability", "--limit", "0"], "--limit takes a number"),
            (["audit", "verify", "--head", "7"], "'7' is no head"),
            (["audit", "sql", "SELECT 1", "--timeout", "soon"], "the value 'soon' is invalid"),
            (["audit", "export", "--output", "x", "--actor", "ada"], "an excerpt cannot be continued"),
        ])
    func mistakes(arguments: [String], says: String) throws {
        let directory = GitFixture.temporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let ended = try Program().run(arguments, directory: directory)
        #expect(ended.status == 64 && ended.output.isEmpty, "\(ended.output)")
        #expect(ended.errorOutput.contains(says), "\(ended.errorOutput)")
    }
}
