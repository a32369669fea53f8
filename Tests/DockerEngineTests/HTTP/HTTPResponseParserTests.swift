import Testing

@testable import DockerEngine

/// What comes out of a parser, with neighbouring pieces of a body joined.
func parse(
    _ portions: [[UInt8]], limits: HTTPLimits = HTTPLimits(), ends: Bool = false
) throws(HTTPProtocolError) -> [HTTPResponse] {
    var parser = HTTPResponseParser(limits: limits)
    var responses: [HTTPResponse] = []
    var current: HTTPResponse?
    func drain() throws(HTTPProtocolError) {
        while let event = try parser.next() {
            switch event {
            case .head(let head): current = HTTPResponse(head: head, body: [])
            case .body(let bytes): current?.body += bytes
            case .end:
                if let whole = current { responses.append(whole) }
                current = nil
            }
        }
    }
    for portion in portions {
        parser.append(portion)
        try drain()
    }
    if ends {
        try parser.finish()
        try drain()
    }
    return responses
}

func parse(
    _ text: String, limits: HTTPLimits = HTTPLimits(), ends: Bool = false
) throws(HTTPProtocolError) -> [HTTPResponse] {
    try parse([Array(text.utf8)], limits: limits, ends: ends)
}

@Suite("HTTP responses")
struct HTTPResponseParserTests {
    @Test(
        "bodies end where RFC 9112 says",
        arguments: [
            ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello"),
            ("HTTP/1.1 200 OK\r\ncontent-length:5\r\n\r\nhello", 200, "hello"),
            ("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", 200, ""),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 200, "hello"),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nhel\r\n02;x=y\r\nlo\r\n0\r\n\r\n", 200,
                "hello"
            ),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\nDigest: x\r\n\r\n", 200,
                "0123456789"
            ),
            ("HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
            ("HTTP/1.1 204 No Content\r\nContent-Length: 7\r\n\r\n", 204, ""),
            ("HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n", 304, ""),
            ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno", 404, "no"),
            ("HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok", 200, "ok"),
        ])
    func body(text: String, status: Int, body: String) throws {
        let responses = try parse(text)
        #expect(responses.map(\.status) == [status])
        #expect(responses.map { String(decoding: $0.body, as: UTF8.self) } == [body])
    }

    /// A stream with each kind of body, an interim response and a trailer.
    private static let session = [
        "HTTP/1.1 100 Continue\r\nX: y\r\n\r\n",
        "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 2\r\n\r\nOK",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n[{}]\r\n1a\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nT: 1\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\nuntil the end",
    ].joined()

    @Test("the same responses come out wherever the bytes are cut in two")
    func everySplit() throws {
        let bytes = Array(Self.session.utf8)
        let whole = try parse([bytes], ends: true)
        #expect(whole.map(\.status) == [200, 200, 204, 200])
        #expect(String(decoding: whole[3].body, as: UTF8.self) == "until the end")
        for cut in 0...bytes.count {
            let pieces = try parse([Array(bytes[..<cut]), Array(bytes[cut...])], ends: true)
            #expect(pieces == whole, "cut at \(cut)")
        }
    }

    @Test("the same responses come out byte by byte")
    func singleBytes() throws {
        let bytes = Array(Self.session.utf8)
        #expect(try parse(bytes.map { [$0] }, ends: true) == parse([bytes], ends: true))
    }

    @Test(
        "what is not HTTP is refused",
        arguments: [
            "Welcome to waloop01\r\n",
            "HTTP/2 200 OK\r\n\r\n",
            "HTTP/1.1 20 OK\r\n\r\n",
            "HTTP/1.1 2000 OK\r\n\r\n",
            "HTTP/1.1 999 OK\r\n\r\n",
            "HTTP/1.1 200 OK\n\n",
            "\r\nHTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 101 Switching\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            "HTTP/1.1 200 OK\r\n: empty\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA B: c\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA: \u{0}\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 0x10\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n",
        ])
    func malformed(text: String) {
        #expect { try parse(text) } throws: {
            if case HTTPProtocolError.malformed = $0 { true } else { false }
        }
    }

    @Test("an error stays")
    func errorStays() {
        var parser = HTTPResponseParser()
        parser.append(Array("nonsense\r\n".utf8))
        let first = Result { () throws(HTTPProtocolError) in try parser.next() }
        parser.append(Array("HTTP/1.1 204 No Content\r\n\r\n".utf8))
        let second = Result { () throws(HTTPProtocolError) in try parser.next() }
        #expect(first == second)
        #expect(throws: HTTPProtocolError.self) { try second.get() }
        #expect(!parser.isBetweenResponses)
    }

    @Test(
        "limits hold, with the line whole or not",
        arguments: [
            "HTTP/1.1 200 \(String(repeating: "x", count: 200))\r\n\r\n",
            "HTTP/1.1 200 \(String(repeating: "x", count: 200))",
            "HTTP/1.1 200 OK\r\n" + String(repeating: "A: 1234567890123456789\r\n", count: 20),
            "HTTP/1.1 200 OK\r\n" + String(repeating: "A:\r\n", count: 9) + "\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + String(repeating: "x", count: 200),
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
                + String(repeating: "A: 1234567890123456789\r\n", count: 20),
        ])
    func limits(text: String) {
        var limits = HTTPLimits()
        limits.line = 100
        limits.head = 300
        limits.fields = 8
        #expect { try parse(text, limits: limits) } throws: {
            if case HTTPProtocolError.tooLarge = $0 { true } else { false }
        }
    }

    @Test("heads of pipelined responses are limited one by one")
    func limitPerResponse() throws {
        var limits = HTTPLimits()
        limits.head = 60
        let text = String(repeating: "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", count: 50)
        #expect(try parse(text, limits: limits).count == 50)
        let chunked =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + String(repeating: "1\r\nx\r\n", count: 50) + "0\r\n\r\n"
        #expect(try parse(chunked, limits: limits).map(\.body.count) == [50])
    }

    @Test(
        "a response cut off is an error",
        arguments: [
            "", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        ])
    func cutOff(text: String) {
        #expect { try parse(text, ends: true) } throws: {
            if case HTTPProtocolError.ended = $0 { true } else { false }
        }
    }

    @Test(
        "keep-alive as the version and the header say",
        arguments: [
            ("HTTP/1.1 204 X\r\n\r\n", true), ("HTTP/1.0 204 X\r\n\r\n", false),
            ("HTTP/1.1 204 X\r\nConnection: Close\r\n\r\n", false),
            ("HTTP/1.1 204 X\r\nConnection: x, close\r\n\r\n", false),
            ("HTTP/1.1 204 X\r\nConnection: keep-alive\r\n\r\n", true),
        ])
    func keepAlive(text: String, keeps: Bool) throws {
        #expect(try parse(text).map(\.head.keepsAlive) == [keeps])
    }
}
