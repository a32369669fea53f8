/// The bytes a parser has not read yet.
///
/// Finds lines without looking at a byte twice and gives space back, so that
/// the cost stays in proportion to the bytes whatever portions they come in.
struct ParserInput: Sendable {
    private var bytes: [UInt8] = []
    /// Where the unread bytes begin.
    private var start = 0
    /// How far a line feed was looked for.
    private var searched = 0
    /// Bytes of the lines of this head so far.
    private var headBytes = 0

    private let lineLimit: Int
    private let headLimit: Int

    init(lineLimit: Int, headLimit: Int) {
        self.lineLimit = lineLimit
        self.headLimit = headLimit
    }

    var isEmpty: Bool { start == bytes.count }

    mutating func append(_ more: [UInt8]) {
        if isEmpty {
            bytes = more
            searched = 0
        } else {
            bytes.removeSubrange(..<start)
            bytes += more
            searched = max(0, searched - start)
        }
        start = 0
    }

    /// Starts to count lines against the limit of a head anew.
    mutating func beginHead() {
        headBytes = 0
    }

    /// The next line without its CR LF; nil when it is not all there.
    mutating func takeLine() throws(HTTPProtocolError) -> ArraySlice<UInt8>? {
        let end = bytes[max(searched, start)...].firstIndex(of: UInt8(ascii: "\n"))
        searched = end.map { $0 + 1 } ?? bytes.count
        let length = searched - start
        guard length <= lineLimit else { throw .tooLarge("a line of more than \(lineLimit) bytes") }
        guard headBytes + length <= headLimit else { throw .tooLarge("a head of more than \(headLimit) bytes") }
        guard let end else { return nil }
        guard end > start, bytes[end - 1] == UInt8(ascii: "\r") else {
            throw .malformed("a line that does not end in CR LF")
        }
        let line = bytes[start..<end - 1]
        headBytes += length
        start = end + 1
        return line
    }

    /// Up to `count` bytes; empty when there are none.
    mutating func take(atMost count: Int) -> [UInt8] {
        let available = bytes.count - start
        if start == 0, available <= count {
            let all = bytes
            bytes = []
            searched = 0
            return all
        }
        let end = start + min(available, count)
        let taken = Array(bytes[start..<end])
        start = end
        searched = end
        return taken
    }
}
