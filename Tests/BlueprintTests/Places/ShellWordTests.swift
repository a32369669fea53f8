import BrokerModel
import Testing

/// Against a real shell.
@Suite struct ShellWordTests {
    @Test func everyTextIsOneWord() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        let texts = HostileTexts.all + HostileTexts.random(500, seed: seed)
        let words = texts.map { ShellWord($0) }
        let result = try Program.run("sh", "-c", "printf '%s\\001' " + words.commandLine)
        let read = result.output.unicodeScalars.split(separator: "\u{1}", omittingEmptySubsequences: false).dropLast()
        #expect(result.status == 0, "seed \(seed)")
        #expect(read.count == texts.count, "seed \(seed)")
        for (text, word) in zip(texts, read) {
            let wanted = text.unicodeScalars.filter { $0 != "\0" }
            #expect(wanted.elementsEqual(word), "\(text.debugDescription), seed \(seed)")
        }
    }
}
