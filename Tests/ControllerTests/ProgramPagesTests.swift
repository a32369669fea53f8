import Foundation
import Testing

#if canImport(Glibc)
import Glibc
#endif

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
    private static let length = 1 << 20

    /// Maps the beginning of this program once more, and reads all of it.
    private func map(_ protection: Int32) throws -> UnsafeMutableRawPointer {
        let file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC)
        try #require(file >= 0)
        defer { close(file) }
        let found = try #require(mmap(nil, Self.length, protection, MAP_PRIVATE, file, 0))
        try #require(found != MAP_FAILED)
        let sum = UnsafeRawBufferPointer(start: found, count: Self.length).reduce(0) { $0 &+ Int($1) }
        #expect(sum != 0)
        return found
    }

    /// Kibibytes of a mapping that are in memory (proc(5), smaps).
    private func resident(_ start: UnsafeMutableRawPointer) throws -> Int {
        let maps = ProgramPages.text(ofProcess: "smaps").split(separator: "\n")
        let address = String(UInt(bitPattern: start), radix: 16)
        let head = try #require(maps.firstIndex { $0.hasPrefix(address + "-") }, "\(address) is not mapped")
        let line = try #require(maps[head...].first { $0.hasPrefix("Rss:") })
        return try #require(line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) })
    }

    @Test("Code is given back and is the same when it is read again; what was written stays")
    func released() throws {
        let code = try map(PROT_READ | PROT_EXEC)
        let data = try map(PROT_READ | PROT_WRITE)
        defer {
            munmap(code, Self.length)
            munmap(data, Self.length)
        }
        let before = code.load(as: UInt32.self)
        data.storeBytes(of: 4711, as: UInt32.self)
        ProgramPages.release()
        #expect(try resident(code) == 0)
        #expect(code.load(as: UInt32.self) == before)
        #expect(data.load(as: UInt32.self) == 4711)
    }
    #endif
}
