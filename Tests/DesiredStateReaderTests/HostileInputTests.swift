import BrokerModel
import Testing

@testable import DesiredStateReader

@Suite("Hostile input ends quickly, in an error")
struct HostileInputTests {
    private func messages(_ bytes: [UInt8], as file: String = "nodes/ca-eccc-msc.yaml") throws -> [String] {
        var fixture = Fixture()
        fixture.files[file] = bytes
        let clock = ContinuousClock()
        var result: ReadResult?
        let time = try clock.measure { result = try fixture.read() }
        // Generous: the machine may be busy. What is guarded against takes hours.
        #expect(time < .seconds(20))
        #expect(result?.state == nil)
        return (result?.diagnostics ?? []).filter { $0.position.file == file }.map(\.message)
    }

    private static func bomb(levels: Int) -> String {
        var text = "l0: &l0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...levels {
            let references = Array(repeating: "*l\(level - 1)", count: 9).joined(separator: ", ")
            text += "l\(level): &l\(level) [\(references)]\n"
        }
        return text
    }

    @Test("aliases of aliases are counted by what they stand for")
    func aliasBomb() throws {
        let messages = try messages(Array(Self.bomb(levels: 12).utf8))
        #expect(messages == ["the document has more than 20000 values, counting what aliases stand for"])
    }

    @Test("an alias bomb inside a key is never expanded")
    func aliasBombInKey() throws {
        for key in ["? *l12\n: 1\n", "? [*l12]\n: 1\n", "x: {*l12 : 1}\n", "{[*l12, *l12]: 1}: 2\n"] {
            let messages = try messages(Array((Self.bomb(levels: 12) + key).utf8))
            #expect(messages.count == 1)
        }
    }

    @Test("a modest use of aliases works")
    func aliases() throws {
        let fixture = try Fixture()
            .replacing("[\"cache/a/wis2/#\"]", with: "&filters [\"cache/a/wis2/#\"]", in: "broker.yaml")
            .replacing("", with: "  auditor: {password: x, subscribe: *filters}\n", in: "broker.yaml")
        let result = try fixture.read()
        #expect(result.diagnostics.isEmpty)
        #expect(result.state?.broker.users["auditor"]?.subscribe == [.literal("cache/a/wis2/#")])
    }

    @Test("a star in text is a star")
    func stars() throws {
        let fixture = try Fixture().replacing("password: everyone\n", with: "password: a*b *c\n", in: Self.node)
        #expect(try fixture.read().state?.nodes.first?.subscription.password == .literal("a*b *c"))
    }

    private static let node = "nodes/ca-eccc-msc.yaml"

    @Test("nesting", arguments: ["[", "{a: ", "- ", "? "])
    func nesting(_ opening: String) throws {
        for depth in [40, 900, 5_000, 250_000] {
            #expect(try messages(Array(String(repeating: opening, count: depth).utf8)).count == 1)
        }
        let closed = "a: " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
        #expect(try messages(Array(closed.utf8)) == ["nested deeper than 32 levels"])
    }

    @Test("a file of more than a mebibyte is not parsed")
    func size() throws {
        let line = Array(repeating: UInt8(ascii: "a"), count: 1 << 20)
        #expect(try messages(line + [10]) == ["the file has 1048577 bytes; at most 1048576 are read"])
    }

    @Test("one line of a mebibyte")
    func longLine() throws {
        let start = Array("centreId: \"".utf8)
        let value = Array(repeating: UInt8(ascii: "a"), count: (1 << 20) - start.count - 1)
        let messages = try messages(start + value + [UInt8(ascii: "\"")])
        #expect(messages.count == 2)
        #expect(messages.allSatisfy { $0.utf8.count < 300 })
    }

    @Test("a mebibyte of unknown keys")
    func manyKeys() throws {
        let text = (0..<60_000).map { "k\($0): x\n" }.joined()
        #expect(try messages(Array(text.utf8)).count == 1)
    }

    @Test("what is not UTF-8 text")
    func encodings() throws {
        #expect(try messages([0xFF, 0xFE, 0x61, 0x00]) == ["the file is UTF-16"])
        #expect(try messages(Array("a: b\nc: ".utf8) + [0xC3, 0x28]) == ["the file is not UTF-8"])
        #expect(try messages(Array("a: \0".utf8)) == ["the character U+0000 may not stand in YAML"])
        #expect(try messages(Array("a: \u{1B}[2J".utf8)) == ["the character U+001B may not stand in YAML"])
        #expect(try messages((0...255).map { UInt8($0) }).count == 1)
    }

    @Test("a byte order mark is harmless")
    func byteOrderMark() throws {
        var fixture = Fixture()
        fixture.files[Self.node] = [0xEF, 0xBB, 0xBF] + (fixture.files[Self.node] ?? [])
        #expect(try fixture.read().state != nil)
    }

    @Test("no file at all is three missing files, not an empty broker")
    func nothing() throws {
        let today = try #require(Fixture.today)
        let result = DesiredState.read([], today: today)
        #expect(result.state == nil)
        #expect(
            result.diagnostics.map(\.description) == [
                "broker.yaml:1:1: error: the file is missing",
                "hosts.yaml:1:1: error: the file is missing",
                "versions.yaml:1:1: error: the file is missing",
            ])
    }
}
