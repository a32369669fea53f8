import TestSupport
import Testing

@testable import Planner

@Suite struct UnifiedDiffTests {
    @Test(arguments: [
        ("a\nb\nc\n", "a\nB\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"),
        ("", "a\n", "@@ -0,0 +1,1 @@\n+a\n"),
        ("a\n", "", "@@ -1,1 +0,0 @@\n-a\n"),
        ("a\n", "a", "@@ -1,1 +1,1 @@\n-a\n+a\n\\ No newline at end of file\n"),
        ("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\n5\n6\n7\n8\nX\n", "@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+X\n"),
    ])
    func example(old: String, new: String, hunks: String) {
        #expect(UnifiedDiff.text(from: old, to: new, path: "/f") == "--- /f\n+++ /f\n" + hunks)
    }

    @Test func distantChangesHaveHunksOfTheirOwn() {
        let old = (1...40).map { "\($0)\n" }
        var new = old
        new[2] = "x\n"
        new[35] = "y\n"
        let diff = UnifiedDiff.text(from: old.joined(), to: new.joined(), path: "/f")
        #expect(diff?.split(separator: "\n").count { $0.hasPrefix("@@") } == 2)
    }

    @Test(arguments: Array<UInt64>(1...50)) func theEditsLeadFromOneToTheOther(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let old = (0..<30).map { _ in "\(Int.random(in: 0..<6, using: &random))" }
        let new = (0..<30).map { _ in "\(Int.random(in: 0..<6, using: &random))" }
        let edits = try #require(LineEdit.edits(from: old, to: new))
        #expect(edits.filter(\.isInOld).map { $0.printed.dropFirst() } == old.map { $0[...] }, "seed \(seed)")
        #expect(edits.filter(\.isInNew).map { $0.printed.dropFirst() } == new.map { $0[...] }, "seed \(seed)")
    }

    @Test func whatIsTooLongIsNotCompared() {
        let old = (0..<3000).map { "a\($0)\n" }.joined()
        let new = (0..<3000).map { "b\($0)\n" }.joined()
        #expect(UnifiedDiff.text(from: old, to: new, path: "/f") == nil)
    }

    @Test func aLongDifferenceIsCut() throws {
        let diff = try #require(UnifiedDiff.text(from: "", to: String(repeating: "x\n", count: 500), path: "/f"))
        #expect(diff.hasSuffix("… 303 more lines\n"))
    }
}
