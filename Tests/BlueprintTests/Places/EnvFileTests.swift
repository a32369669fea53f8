import BrokerModel
import TestSupport
import Testing

@testable import Blueprint

@Suite struct EnvFileTests {
    /// What Compose reads back is what the process gets, or the value was
    /// refused.
    @Test func valuesComeBackFromTheFile() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var refused = 0
        for text in HostileTexts.all + HostileTexts.random(2000, seed: seed) {
            for secret in [false, true] {
                guard let value = try? secret ? EnvFile.Value(Secret(text)) : EnvFile.Value(text) else {
                    refused += 1
                    let faults = text.unicodeScalars.filter { scalar in
                        scalar.properties.generalCategory == .control
                            || "\u{2028}\u{2029}".unicodeScalars.contains(scalar)
                    }
                    #expect(!faults.isEmpty, "\(text.debugDescription)")
                    continue
                }
                var file = EnvFile()
                file.set("BEFORE", EnvFile.Value(1))
                file.set("VALUE", value)
                file.set("AFTER", EnvFile.Value(2))
                let contents = file.contents.withRevealed { $0 }
                let read = try ComposeEnvironment(contents).values
                #expect(
                    read == ["BEFORE": "1", "VALUE": text, "AFTER": "2"], "\(text.debugDescription), seed \(seed)")
                #expect(value.text.withRevealed { $0 } == text)
                #expect(file.contents.isConfidential == secret)
            }
        }
        #expect(refused > 100)
    }

    @Test(arguments: [
        ("plain-1.0/x:y,z@a+b=c", "plain-1.0/x:y,z@a+b=c"), ("", ""), ("a b", "'a b'"), ("a#b", "'a#b'"),
        (#"[{"host":"x"}]"#, #"'[{"host":"x"}]'"#), ("it's", #""it's""#), (#"c:\"#, #""c:\\""#),
        ("it's $5", #""it's \$5""#),
    ])
    func quotesAsLittleAsPossible(text: String, quoted: String) throws {
        #expect(try EnvFile.Value(text).quoted == ConfidentialText(quoted))
    }

    @Test func aSecretIsNotShown() throws {
        var file = EnvFile()
        file.set("PASSWORD", try EnvFile.Value(Secret("it's a secret")))
        #expect(file.contents.redacted.hasSuffix("\nPASSWORD=(secret)\n"))
    }

    @Test func settingAgainReplacesInPlace() throws {
        var file = EnvFile()
        file.set("A", EnvFile.Value(1))
        file.set("B", EnvFile.Value(2))
        file.set("A", EnvFile.Value(3))
        #expect(file.contents.redacted.hasSuffix("\nA=3\nB=2\n"))
    }

    @Test(arguments: ["A", "_a9", "GDC_URL", "tz"])
    func admitsNames(text: String) throws {
        #expect(try EnvFile.Name(text).text == text)
    }

    @Test(arguments: ["", "9A", "A-B", "A B", "A=B", "A\n", "É", "A.B", "#A"])
    func refusesNames(text: String) {
        #expect(throws: Refusal.self) { try EnvFile.Name(text) }
    }
}
