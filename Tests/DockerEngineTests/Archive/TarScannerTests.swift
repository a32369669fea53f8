import SimulatedFleet
import Testing

@testable import DockerEngine

@Suite("Tar archives")
struct TarScannerTests {
    /// What is read of an archive: members, their content, and whether it ended.
    struct Reading: Equatable {
        var members: [TarMember] = []
        var contents: [[UInt8]] = []
        var hasEnded = false
        var trouble: ArchiveTrouble?

        init(_ bytes: [UInt8], portion: Int = .max, skipping: Set<String> = []) {
            var scanner = TarScanner()
            var rest = bytes[...]
            do throws(ArchiveTrouble) {
                while !rest.isEmpty {
                    if scanner.skippable > 0, scanner.skippable <= Int64(rest.count) {
                        rest = rest.dropFirst(Int(scanner.skippable))
                        scanner.skipped()
                    }
                    scanner.append(Array(rest.prefix(portion)))
                    rest = rest.dropFirst(portion)
                    while let event = try scanner.next() {
                        switch event {
                        case .member(let member):
                            members.append(member)
                            contents.append([])
                            if skipping.contains(member.name) { scanner.skip() }
                        case .content(let piece): contents[contents.count - 1] += piece
                        case .end: hasEnded = true
                        }
                    }
                }
            } catch {
                trouble = error
            }
        }
    }

    private static func block(
        _ name: String, size: Int64 = 0, type: Character = "0", link: String = "", change: (inout [UInt8]) -> Void = { _ in }
    ) -> [UInt8] {
        var block = TarHeader.block(of: name, size: size)
        block[156] = type.asciiValue ?? 0
        for (index, byte) in link.utf8.enumerated() { block[157 + index] = byte }
        change(&block)
        for index in 148..<156 { block[index] = 0x20 }
        let sum = String(block.reduce(0) { $0 + Int($1) }, radix: 8)
        for (index, byte) in (String(repeating: "0", count: 6 - sum.count) + sum + "\u{0}").utf8.enumerated() {
            block[148 + index] = byte
        }
        return block
    }

    private static func padded(_ content: [UInt8]) -> [UInt8] {
        content + [UInt8](repeating: 0, count: TarHeader.padding(after: Int64(content.count)))
    }

    private static let end = [UInt8](repeating: 0, count: 1024)

    private static func record(_ key: String, _ value: String) -> [UInt8] {
        let rest = " \(key)=\(value)\n"
        var length = rest.utf8.count + 1
        while String(length).utf8.count + rest.utf8.count != length { length += 1 }
        return Array("\(length)\(rest)".utf8)
    }

    @Test("what comes out does not depend on the portions", arguments: [1, 3, 511, 512, 513, 5000])
    func portions(portion: Int) {
        let archive = SimulatedTar.bytes([
            ("a", Array("hello".utf8)), ("empty", []), ("b/layer.tar", [UInt8](repeating: 9, count: 1500)),
        ])
        let whole = Reading(archive)
        #expect(whole.members.map(\.name) == ["a", "empty", "b/layer.tar"])
        #expect(whole.contents.map(\.count) == [5, 0, 1500])
        #expect(whole.hasEnded && whole.trouble == nil)
        #expect(Reading(archive, portion: portion) == whole)
        let skipped = Reading(archive, portion: portion, skipping: ["b/layer.tar"])
        #expect(skipped.members == whole.members)
        #expect(skipped.contents.map(\.count) == [5, 0, 0])
        #expect(skipped.hasEnded)
    }

    @Test("names in pax records and GNU's long names")
    func longNames() {
        let long = String(repeating: "n", count: 200) + "/layer.tar"
        let pax = Self.record("mtime", "1.5") + Self.record("path", long) + Self.record("size", "3")
        let archive =
            Self.block("PaxHeaders/x", size: Int64(pax.count), type: "x") + Self.padded(pax)
            + Self.block("short") + Self.padded(Array("abc".utf8))
            + Self.block("././@LongLink", size: Int64(long.utf8.count + 1), type: "L")
            + Self.padded(Array(long.utf8) + [0]) + Self.block("cut", size: 2) + Self.padded([1, 2])
            + Self.block("link", type: "2", link: "../x/layer.tar") + Self.block("dir", type: "5") + Self.end
        let reading = Reading(archive, portion: 100)
        #expect(reading.trouble == nil)
        #expect(reading.members.map(\.name) == [long, long, "link", "dir"])
        #expect(reading.members.map(\.kind) == [.file, .file, .symbolicLink(to: "../x/layer.tar"), .other])
        #expect(reading.contents.map(\.count) == [3, 2, 0, 0])
    }

    @Test("sizes over 8 GiB")
    func largeSizes() throws {
        let block = TarHeader.block(of: "big", size: 20 << 30)
        #expect(try TarHeader(block[...]).contentSize == 20 << 30)
        #expect(try TarHeader(TarHeader.block(of: "small", size: (1 << 33) - 1)[...]).contentSize == (1 << 33) - 1)
    }

    private static let nonsense: [String: [UInt8]] = {
        func attributes(_ text: String) -> [UInt8] {
            block("a", size: Int64(text.utf8.count), type: "x") + padded(Array(text.utf8))
        }
        var wrongSum = block("a")
        wrongSum[3] = 0x41
        return [
            "text": Array(String(repeating: "no tar\n", count: 200).utf8),
            "a wrong sum": wrongSum,
            "a negative size": block("a") { for index in 124..<136 { $0[index] = 0xFF } },
            "a size beyond everything": block("a") { block in
                block[124] = 0x80
                block[128] = 0x7F
            },
            "a size that is no number": block("a") { $0[124] = 0x39 },
            "endless attributes": block("a", size: 1 << 20, type: "x"),
            "an attribute without a length": attributes("path="),
            "an attribute longer than all": attributes("99 path=x"),
            "a negative size in an attribute": attributes("11 size=-9\n") + block("b"),
        ]
    }()

    @Test("bytes that are no archive", arguments: nonsense.keys.sorted())
    func hostile(name: String) throws {
        let bytes = try #require(Self.nonsense[name])
        for portion in [Int.max, 7] {
            let reading = Reading(bytes + Self.end, portion: portion)
            #expect(reading.trouble != nil, "\(name)")
            #expect(!reading.hasEnded)
        }
    }

    @Test("an archive that is cut off has not ended", arguments: [100, 512, 600, 1023])
    func cut(length: Int) {
        let archive = SimulatedTar.bytes([("a", [UInt8](repeating: 1, count: 600))])
        #expect(!Reading(Array(archive.prefix(length))).hasEnded)
    }
}
