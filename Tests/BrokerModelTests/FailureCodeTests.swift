import Foundation
import Testing

@testable import BrokerModel

/// The table of failures stands in the source once; what finds a code by its
/// name lists it a second time.
@Suite struct FailureCodeTests {
    @Test func everyCodeIsFoundByItsName() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/BrokerModel/Failure/FailureCode.swift")
        let source = try String(contentsOf: file, encoding: .utf8)
        let names = source.matches(of: /public static let \w+ = Self\(\s*"([a-z-]+)"/).map { String($0.1) }
        #expect(names.count == source.matches(of: #/= Self\(/#).count)
        #expect(Set(names).count == names.count, "a name stands for one failure")
        #expect(FailureCode.all.map(\.name) == names)
        for name in names { #expect(FailureCode(named: name)?.name == name) }
        #expect(FailureCode(named: "no-such-code") == nil)
    }

    /// 2 to 4 tell of changes and drift, not of failures.
    @Test func exitStatusesAreThoseOfTheContract() {
        #expect(Set(FailureCode.all.map(\.exitStatus)) == [1, 5, 6, 7, 8, 64, 130])
    }
}
