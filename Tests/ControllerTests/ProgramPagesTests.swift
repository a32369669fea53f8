import Foundation
import Testing

@testable import Controller

@Suite("The code in memory")
struct ProgramPagesTests {
    struct Case: Sendable {
        var line: String
        var range: Range<UInt>?

        init(_ line: String, _ range: Range<UInt>?) {
            self.line = line
            self.range = range
        }
    }

    @Test(
        "Code of files is told from all else that is mapped",
        arguments: [
            Case("1000-3000 r-xp 00200000 fe:00 1835                       /usr/bin/isobar", 0x1000..<0x3000),
            Case("1000-3000 r-xp 00200000 fe:00 1835 /opt/a b/isobar (deleted)", 0x1000..<0x3000),
            Case("1000-3000 rw-p 00200000 fe:00 1835 /usr/bin/isobar", nil),
            Case("1000-3000 r--p 00200000 fe:00 1835 /usr/bin/isobar", nil),
            Case("1000-3000 rwxp 00200000 fe:00 1835 /usr/bin/isobar", nil),
            Case("1000-3000 r-xp 00000000 00:00 0 [vdso]", nil),
            Case("1000-3000 r-xp 00000000 00:00 0", nil),
            Case("3000-1000 r-xp 00200000 fe:00 1835 /usr/bin/isobar", nil),
            Case("x-3000 r-xp 00200000 fe:00 1835 /usr/bin/isobar", nil),
            Case("", nil),
        ])
    func lines(given: Case) {
        #expect(ProgramPages.codeRange(given.line) == given.range)
    }

    #if os(Linux)
    /// Kibibytes of pages of files that the process has in memory.
    private func resident() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssFile:") })
        return try #require(line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) })
    }

    @Test("What is given back is not in memory until it is run again, and runs as before")
    func released() throws {
        let before = try resident()
        ProgramPages.release()
        let after = try resident()
        #expect(after < before * 3 / 4, "\(before) KiB, then \(after)")
        #expect([3, 1, 2].sorted() == [1, 2, 3])
    }
    #endif
}
