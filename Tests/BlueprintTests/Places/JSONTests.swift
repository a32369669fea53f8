import Foundation
import Testing

@testable import Blueprint

@Suite struct JSONTests {
    @Test func textsComeBackOnOneLine() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        for text in HostileTexts.readableByFoundation(seed: seed) {
            let line = JSONValue.array([.text(text), .object([text: .number(1)])]).line
            let note: Comment = "\(text.debugDescription), seed \(seed)"
            #expect(line.allSatisfy { !$0.isNewline }, note)
            let parsed = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any], note)
            #expect((parsed[0] as? String)?.unicodeScalars.elementsEqual(text.unicodeScalars) == true, note)
            #expect((parsed[1] as? [String: Int])?.count == 1, note)
        }
    }

    @Test func listsOneElementALine() {
        #expect(JSONValue.lines([]) == "[]\n")
        #expect(JSONValue.lines([.number(1), .text("a")]) == "[\n  1,\n  \"a\"\n]\n")
    }
}
