import Testing

@testable import DockerEngine

@Suite("Lines of JSON")
struct LineSplitterTests {
    private func lines(_ portions: [[UInt8]]) throws -> [String] {
        var splitter = LineSplitter()
        var lines: [[UInt8]] = []
        for portion in portions { lines += try splitter.add(portion) }
        if let last = splitter.finish() { lines.append(last) }
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("wherever it is cut")
    func everySplit() throws {
        let bytes = Array("{\"a\":1}\r\n\n{\"b\":2}\n{\"c\":3}".utf8)
        for cut in 0...bytes.count {
            #expect(
                try lines([Array(bytes[..<cut]), Array(bytes[cut...])]) == [#"{"a":1}"#, #"{"b":2}"#, #"{"c":3}"#],
                "cut at \(cut)")
        }
    }

    @Test("a line has a limit")
    func limit() {
        #expect(throws: HTTPProtocolError.self) {
            try lines([Array(repeating: 0x20, count: LineSplitter.limit), [0x20]])
        }
    }
}
