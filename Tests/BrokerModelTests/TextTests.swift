import BrokerModel
import Foundation
import Testing

@Suite("Text that goes to a shell, moments, digests")
struct TextTests {
    @Test(
        "A shell gives back exactly the word, whatever it holds",
        arguments: ["plain", "", "a b", "it's", "$(id)", "`id`", "a\nb", "-n", "*", "~", "\\", "'", "''", "é \u{1F600}", ";id", "#x"])
    func shellWord(text: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "printf %s \(ShellWord(text))"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(String(decoding: output, as: UTF8.self) == text)
    }

    @Test("A NUL cannot end a command early")
    func shellNul() {
        #expect(ShellWord("a\0b").quoted == "ab")
    }

    @Test(
        "Moments are written and read as RFC 3339",
        arguments: [
            ("1970-01-01T00:00:00.000Z", 0), ("2026-11-21T08:00:01.500Z", 1_795_248_001_500_000),
            ("2000-02-29T23:59:59.000Z", 951_868_799_000_000), ("1969-12-31T23:59:59.000Z", -1_000_000),
        ] as [(String, Int64)])
    func moments(text: String, microseconds: Int64) throws {
        #expect(Timestamp(microseconds: microseconds).description == text)
        #expect(try #require(Timestamp(text)).microseconds == microseconds)
    }

    @Test("An offset is taken into account; what is no moment is refused")
    func offsets() {
        #expect(Timestamp("2026-11-21T09:00:00+01:00") == Timestamp("2026-11-21T08:00:00Z"))
        for text in ["", "2026-11-21", "2026-13-01T00:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T00:00:00", "2026-11-21T00:00:00.Z"] {
            #expect(Timestamp(text) == nil, "\(text)")
        }
    }

    @Test("Every day of 800 years is the calendar's")
    func days() throws {
        var seconds: Int64 = -12_000_000_000
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        while seconds < 13_000_000_000 {
            let parts = calendar.dateComponents([.year, .month, .day], from: Date(timeIntervalSince1970: Double(seconds)))
            let date = try #require(Timestamp(seconds: seconds).date)
            #expect([date.year, date.month, date.day] == [parts.year, parts.month, parts.day])
            seconds += 86_400 * 97
        }
    }

    @Test("Digests are SHA-256")
    func digest() throws {
        let text = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(Digest(of: "abc").description == text)
        #expect(Digest(text) == Digest(of: "abc"))
        #expect(Digest("sha256:xyz") == nil)
    }
}
