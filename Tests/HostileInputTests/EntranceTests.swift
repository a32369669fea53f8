import Foundation
import Testing

/// Every input the fuzzers grew from or found, through its entrance.
@Suite("Hostile bytes give a value or an error")
struct EntranceTests {
    /// What one input may take. The fuzzers' inputs are small; in a debug
    /// build on a busy machine most take a millisecond.
    private static let longest = Duration.seconds(2)

    @Test("the corpus and what once broke something", arguments: Entrance.all)
    func inputs(_ entrance: Entrance) throws {
        let seeds = try HostileInputs.files("corpus/\(entrance.name)")
        #expect(!seeds.isEmpty, "no corpus for \(entrance)")
        let clock = ContinuousClock()
        for input in try seeds + HostileInputs.files("regressions/\(entrance.name)") {
            let bytes = [UInt8](try Data(contentsOf: input))
            let time = clock.measure {
                #expect(throws: Never.self, "\(entrance)/\(input.lastPathComponent)") { try entrance.admit(bytes) }
            }
            #expect(time < Self.longest, "\(entrance)/\(input.lastPathComponent)")
        }
    }

    @Test("every directory of inputs belongs to an entrance", arguments: ["corpus", "regressions"])
    func strayInputs(kind: String) throws {
        let names = Set(try HostileInputs.directories(kind))
        #expect(names.subtracting(Entrance.all.map(\.name)).isEmpty)
    }
}
