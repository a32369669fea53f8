import BrokerModel
import Testing
import Yams

@testable import Blueprint

@Suite struct YAMLTests {
    /// A real parser reads every text back, as a text, and nothing else.
    @Test func textsComeBack() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        for text in HostileTexts.readableByFoundation(seed: seed) {
            let document = YAMLDocument([
                "list": [.text(text), .secret(Secret(text))], "map": .mapping([.init(key: text, value: .text(text))]),
            ])
            let contents = document.contents.withRevealed { $0 }
            let note: Comment = "\(text.debugDescription), seed \(seed)\n\(contents)"
            let root = try #require(try Yams.compose(yaml: contents, .basic), note)
            #expect(root["list"]?.sequence?.map(\.scalar?.string) == [text, text], note)
            #expect(root["list"]?.sequence?.allSatisfy { $0.scalar?.style == .doubleQuoted } == true, note)
            #expect(root["map"]?.mapping?.map { $0.key.scalar?.string } == [text], note)
            #expect(root["map"]?.mapping?.first?.value.scalar?.string == text, note)
            #expect(!contents.contains("{{"), note)
        }
    }

    @Test func writesEveryShape() throws {
        let document = YAMLDocument([
            "number": 5, "flag": true, "empty": [:], "none": [], "no": "yes",
            "list": [["a": "1", "b": ["c": 2]], [:], ["x", ["y"]]],
        ])
        #expect(
            document.contents.redacted == FileHeader.comment + """
                number: 5
                flag: true
                empty: {}
                none: []
                "no": "yes"
                list:
                  - a: "1"
                    b:
                      c: 2
                  - {}
                  -
                    - "x"
                    -
                      - "y"

                """)
        let root = try #require(try Yams.compose(yaml: document.contents.redacted))
        #expect(root["list"]?[0]?["b"]?["c"]?.int == 2)
        #expect(root["list"]?[2]?[1]?[0]?.string == "y")
    }
}
