/// Cuts a stream of JSON objects, one a line, into lines.
///
/// The engine ends the objects of progress and events with LF or CR LF; a line
/// feed inside a JSON string is escaped, so that a line is always an object.
struct LineSplitter: Sendable {
    /// Bytes of one line; an event with many labels has a few thousand.
    static let limit = 1 << 20

    private var rest: [UInt8] = []

    /// The lines that are whole with `bytes`, without their ends; empty ones
    /// are left out.
    mutating func add(_ bytes: [UInt8]) throws(HTTPProtocolError) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var pieces = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
        while let piece = pieces.popFirst() {
            guard rest.count + piece.count <= Self.limit else {
                throw .tooLarge("a line of more than \(Self.limit) bytes")
            }
            rest += piece
            if !pieces.isEmpty, let line = finish() { lines.append(line) }
        }
        return lines
    }

    /// The last line, when the stream ended without a line feed.
    mutating func finish() -> [UInt8]? {
        defer { rest = [] }
        if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
        return rest.isEmpty ? nil : rest
    }
}
