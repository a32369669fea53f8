import BrokerModel
import Foundation
import Testing

@testable import DesiredStateReader

@Suite("The sample, mutated")
struct MutationTests {
    /// Text that means something to YAML or to a field.
    private static let tokens = [
        "&a ", "*a", "!!str ", "<<: ", "---\n", "...\n", "\n", "\t", "  ", "{", "}", "[", "]", ": ",
        "- ", "? ", "|\n", ">-\n", "\"", "'", "#", "%YAML 1.1\n", "\0", "\u{FEFF}", "\u{2028}", "é", "0",
        "99999999999999999999", "null", "~", "no",
        "{secret: x}", "centreId", "mqtt://", "$(id)", "::", "@",
    ]

    /// Whatever the bytes: no crash, a state exactly when there is no error,
    /// and lines that can be printed.
    @Test("random changes", arguments: 0..<4)
    func mutations(round: UInt64) throws {
        let environment = ProcessInfo.processInfo.environment["ISOBAR_SEED"].flatMap(UInt64.init)
        let seed = (environment ?? UInt64.random(in: .min ... .max)) &+ round
        print("mutated sample: seed \(seed) (repeat with ISOBAR_SEED=\(seed &- round))")
        var random = SplitMix64(seed: seed)
        let kept = ["nodes/ca-eccc-msc.yaml", "nodes/jp-jma.yaml"]
        let sample = try Sample.files().filter { !$0.path.hasPrefix("nodes/") || kept.contains($0.path) }
        for _ in 0..<150 {
            var files = sample
            let index = Int.random(in: files.indices, using: &random)
            for _ in 0..<Int.random(in: 1...4, using: &random) { Self.mutate(&files[index].bytes, &random) }
            let changed = files[index]
            let result = try Sample.read(files)
            let hasError = result.diagnostics.contains { $0.severity == .error }
            #expect((result.state == nil) == hasError, "seed \(seed), \(changed.path): \(changed.bytes)")
            #expect(result.diagnostics == result.diagnostics.sorted())
            let printed = result.diagnostics.map(\.description).joined(separator: "\n")
            let isClean = !printed.unicodeScalars.contains { $0.isInvisible && $0 != "\n" }
            #expect(isClean, "seed \(seed), \(changed.path): \(changed.bytes)")
        }
    }

    private static func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        let start = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, start + Int.random(in: 1...20, using: &random))
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes.removeSubrange(start..<end)
        case 1: bytes.insert(contentsOf: Array(bytes[start..<end]), at: start)
        case 2: for index in start..<end { bytes[index] = UInt8.random(in: .min ... .max, using: &random) }
        case 3: bytes.removeSubrange(start...)
        default: bytes.insert(contentsOf: Array((tokens.randomElement(using: &random) ?? "").utf8), at: start)
        }
    }
}
