import Testing

@testable import DockerEngine

@Suite("Container logs")
struct LogDemultiplexerTests {
    static func frame(_ source: UInt8, _ text: String) -> [UInt8] {
        let count = UInt32(text.utf8.count)
        return [source, 0, 0, 0] + (0..<4).reversed().map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) }
            + Array(text.utf8)
    }

    private static let stream =
        frame(1, "one\ntw") + frame(2, "error\n") + frame(1, "o\n") + frame(1, "") + frame(2, "no end")

    @Test("wherever it is cut")
    func everySplit() {
        for cut in 0...Self.stream.count {
            var demultiplexer = LogDemultiplexer()
            demultiplexer.add(Array(Self.stream[..<cut]))
            demultiplexer.add(Array(Self.stream[cut...]))
            #expect(
                demultiplexer.lines == [
                    ContainerLogLine(source: .standardOutput, text: "one"),
                    ContainerLogLine(source: .standardError, text: "error"),
                    ContainerLogLine(source: .standardOutput, text: "two"),
                    ContainerLogLine(source: .standardError, text: "no end"),
                ], "cut at \(cut)")
        }
    }

    @Test("a terminal's output has no frames")
    func raw() {
        var demultiplexer = LogDemultiplexer()
        demultiplexer.add(Array("plain text\r\nmore".utf8))
        #expect(demultiplexer.lines.map(\.text) == ["plain text", "more"])
    }

    @Test("a length nobody sends costs nothing")
    func hugeLength() {
        var demultiplexer = LogDemultiplexer()
        demultiplexer.add([1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x41])
        #expect(demultiplexer.lines.isEmpty)
    }

    @Test("escape sequences do not reach a terminal")
    func sanitised() {
        var demultiplexer = LogDemultiplexer()
        demultiplexer.add(Self.frame(1, "\u{1B}[31mred\u{7}\n"))
        #expect(demultiplexer.lines.map(\.text) == ["\u{FFFD}[31mred\u{FFFD}"])
    }
}
