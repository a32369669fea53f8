import Foundation
import TestSupport
import Testing

/// Fleets in memory, on which everything goes wrong that can, by seed. One
/// seed again: `ISOBAR_SEED=123 swift test --filter SimulationTests`.
@Suite
struct SeedTests {
    @Test func everyPromiseHoldsWhateverHappens() async throws {
        let environment = ProcessInfo.processInfo.environment
        let arguments =
            environment["ISOBAR_SEED"].map { ["--seed", $0] }
            ?? ["--from", "1", "--count", environment["ISOBAR_SEEDS"] ?? "1000"]
        let said = FileManager.default.temporaryDirectory.appending(path: "isobar-seeds-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: said) }
        let process = try ChildProcess(
            "/bin/sh", ["-c", #"out=$1; shift; exec "$@" >"$out" 2>&1"#, "seeds", said.path, try program()] + arguments)
        let status = await process.waitForExit()
        close(process.errorOutput)
        let text = try String(contentsOf: said, encoding: .utf8)
        #expect(status == 0, "\(text.suffix(8000))")
        #expect(text.contains("0 failed"))
        // Of a few seeds nobody can expect that everything happens.
        if environment["ISOBAR_SEEDS"] == nil, environment["ISOBAR_SEED"] == nil {
            let never = text.split(separator: "\n").filter { $0.hasPrefix("never: ") }
            #expect(never.isEmpty, "faults that prove nothing, since they do not occur: \(never)")
            #expect(text.contains(/fault \d+ crash before a stop/), "the faults are not counted: \(text.suffix(8000))")
        }
    }

    /// Two runs of a seed tell the same story: else a failure could not be
    /// looked into.
    @Test(arguments: [3, 17]) func aSeedIsAlwaysTheSame(seed: Int) async throws {
        #expect(try await story(seed) == (try await story(seed)))
    }

    private func story(_ seed: Int) async throws -> [Substring] {
        let said = FileManager.default.temporaryDirectory.appending(path: "isobar-story-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: said) }
        let process = try ChildProcess(
            "/bin/sh", ["-c", #"exec "$1" --seed "$2" >"$3" 2>&1"#, "story", try program(), String(seed), said.path])
        await process.waitForExit()
        close(process.errorOutput)
        return try String(contentsOf: said, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("  ") }
    }

    /// Built beside the tests.
    private func program() throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let path = URL(fileURLWithPath: own).deletingLastPathComponent().appending(path: "simulate").path
        try #require(FileManager.default.isExecutableFile(atPath: path), "there is no \(path)")
        return path
    }
}
