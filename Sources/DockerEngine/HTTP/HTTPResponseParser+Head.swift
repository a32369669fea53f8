internal import BrokerModel

extension HTTPResponseParser {
    /// Takes one line of a head in; the event is the head when it is whole.
    mutating func takeHeaderLine(
        _ line: ArraySlice<UInt8>, of head: HTTPResponseHead
    ) throws(HTTPProtocolError) -> Event? {
        guard line.isEmpty else {
            guard head.headers.count < limits.fields else {
                throw .tooLarge("more than \(limits.fields) header fields")
            }
            var head = head
            let field = try Self.field(line)
            head.headers.append(field.name, field.value)
            state = .headerLines(head)
            return nil
        }
        input.beginHead()
        switch head.status {
        case 101:
            throw .malformed("the answer switches to a protocol nobody asked for")
        case 100...199:
            // An interim answer; the real one follows (RFC 9110, section 15.2).
            state = .statusLine
            return nil
        case 204, 304:
            state = .complete
        default:
            state = try Self.bodyState(head.headers)
        }
        return .head(head)
    }

    /// `HTTP/1.1 200 OK`; the words after the status mean nothing.
    static func head(statusLine line: ArraySlice<UInt8>) throws(HTTPProtocolError) -> HTTPResponseHead {
        let version = Array("HTTP/1.".utf8)
        let bytes = Array(line)
        // version, minor digit, blank, three digits, then a blank or nothing
        guard bytes.count >= 12, bytes.starts(with: version), bytes[7].isDigit, bytes[8] == UInt8(ascii: " "),
            bytes[9...11].allSatisfy(\.isDigit), bytes.count == 12 || bytes[12] == UInt8(ascii: " "),
            let status = Int(String(decoding: bytes[9...11], as: UTF8.self)), (100...599).contains(status)
        else {
            throw .malformed("not the first line of an HTTP answer: \"\(PlainText(bytes.prefix(120)).text)\"")
        }
        return HTTPResponseHead(status: status, isVersion1_1: bytes[7] != UInt8(ascii: "0"))
    }

    /// `Name: value`. Folded lines are refused (RFC 9112, section 5.2).
    private static func field(
        _ line: ArraySlice<UInt8>
    ) throws(HTTPProtocolError) -> (name: String, value: String) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
            line[..<colon].allSatisfy(isTokenByte),
            line[(colon + 1)...].allSatisfy({ !$0.isControl || $0 == UInt8(ascii: "\t") })
        else { throw .malformed("not a header field: \"\(PlainText(line.prefix(120)).text)\"") }
        return (
            String(decoding: line[..<colon], as: UTF8.self),
            String(String(decoding: line[(colon + 1)...], as: UTF8.self)[...].trimmingBlanks)
        )
    }

    /// How the body ends (RFC 9112, section 6.3).
    private static func bodyState(_ headers: HTTPHeaders) throws(HTTPProtocolError) -> State {
        let codings = headers.values("transfer-encoding").map { $0.lowercased() }
        let lengths = headers.values("content-length")
        if headers["transfer-encoding"] != nil {
            guard codings == ["chunked"] else { throw .malformed("unknown transfer coding") }
            guard lengths.isEmpty else { throw .malformed("both a transfer coding and a length") }
            return .chunkSize
        }
        guard headers["content-length"] != nil else { return .untilClose }
        guard let text = lengths.first, lengths.allSatisfy({ $0 == text }), text.utf8.allSatisfy(\.isDigit),
            let length = Int(text)
        else {
            throw .malformed("the content length is no number, or two of them")
        }
        return length == 0 ? .complete : .counted(remaining: length)
    }

    /// Hexadecimal digits, and an extension that is ignored (RFC 9112, section
    /// 7.1.1).
    static func chunkSize(_ line: ArraySlice<UInt8>) throws(HTTPProtocolError) -> Int {
        let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        // 15 digits cannot overflow; a sign or a prefix is no digit.
        guard (1...15).contains(digits.count), digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
            let size = Int(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw .malformed("not the size of a chunk: \"\(PlainText(line.prefix(40)).text)\"") }
        return size
    }

    /// RFC 9110, section 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
}
