/// Reads HTTP/1.1 responses out of bytes that arrive in any portions
/// (RFC 9112).
///
/// A value without I/O: bytes go in with ``append(_:)``, events come out of
/// ``next()`` until it has none left. Several responses may follow each other,
/// as they do when requests are pipelined. It reads answers to `GET`, `POST`
/// and `DELETE`, not to `HEAD`, and no upgrade (101).
///
/// Strict where leniency would hide a broken stream: lines end in CR LF, a
/// length is decimal digits, and a length beside a transfer coding is refused
/// (RFC 9112, section 6.1).
struct HTTPResponseParser: Sendable {
    enum Event: Sendable, Equatable {
        case head(HTTPResponseHead)
        /// A piece of the body, never empty.
        case body([UInt8])
        case end
    }

    enum State: Sendable, Equatable {
        /// Between two responses. To `headerLines`.
        case statusLine
        /// To one of the bodies, to `complete`, or back to `statusLine` after
        /// an interim response (1xx).
        case headerLines(HTTPResponseHead)
        /// A body with `Content-Length`. To `complete`.
        case counted(remaining: Int)
        /// Before a chunk. To `chunk`, or to `trailerLines` after the last.
        case chunkSize
        /// To `chunkEnd`.
        case chunk(remaining: Int)
        /// At the CR LF behind a chunk. To `chunkSize`.
        case chunkEnd
        /// To `complete`.
        case trailerLines
        /// A body without a length (RFC 9112, section 6.3, rule 8). To
        /// `complete` at the end of the stream.
        case untilClose
        /// The end has not been reported yet. To `statusLine`.
        case complete
        /// Stays so.
        case failed(HTTPProtocolError)
    }

    var state = State.statusLine
    var input: ParserInput
    let limits: HTTPLimits

    init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
        self.input = ParserInput(lineLimit: limits.line, headLimit: limits.head)
    }

    /// Whether the last response was read whole and nothing follows it.
    var isBetweenResponses: Bool { state == .statusLine && input.isEmpty }

    mutating func append(_ bytes: [UInt8]) {
        input.append(bytes)
    }

    /// The next event; nil when more bytes are needed for one.
    ///
    /// - Throws: the same error for ever once the bytes made no sense.
    mutating func next() throws(HTTPProtocolError) -> Event? {
        do {
            return try step()
        } catch {
            state = .failed(error)
            throw error
        }
    }

    /// Tells the parser that no bytes follow the ones it has.
    ///
    /// - Throws: `ended` when this cuts a response off.
    mutating func finish() throws(HTTPProtocolError) {
        switch state {
        case .untilClose: state = .complete
        case .complete: break
        case .statusLine where input.isEmpty: throw .ended("the stream ended before an answer began")
        case .failed(let error): throw error
        default: throw .ended("the stream ended in the middle of an answer")
        }
    }

    private mutating func step() throws(HTTPProtocolError) -> Event? {
        while true {
            switch state {
            case .statusLine:
                guard let line = try input.takeLine() else { return nil }
                state = .headerLines(try Self.head(statusLine: line))
            case .headerLines(let head):
                guard let line = try input.takeLine() else { return nil }
                if let event = try takeHeaderLine(line, of: head) { return event }
            case .chunkSize:
                guard let line = try input.takeLine() else { return nil }
                input.beginHead()
                let size = try Self.chunkSize(line)
                state = size == 0 ? .trailerLines : .chunk(remaining: size)
            case .chunkEnd:
                guard let line = try input.takeLine() else { return nil }
                guard line.isEmpty else { throw .malformed("a chunk is longer than it said") }
                input.beginHead()
                state = .chunkSize
            case .trailerLines:
                guard let line = try input.takeLine() else { return nil }
                if line.isEmpty { state = .complete }
            case .counted(let remaining):
                return takeBody(remaining, rest: State.counted, last: .complete)
            case .chunk(let remaining):
                return takeBody(remaining, rest: State.chunk, last: .chunkEnd)
            case .untilClose:
                let bytes = input.take(atMost: .max)
                return bytes.isEmpty ? nil : .body(bytes)
            case .complete:
                input.beginHead()
                state = .statusLine
                return .end
            case .failed(let error):
                throw error
            }
        }
    }

    private mutating func takeBody(_ remaining: Int, rest: (Int) -> State, last: State) -> Event? {
        let bytes = input.take(atMost: remaining)
        guard !bytes.isEmpty else { return nil }
        state = bytes.count == remaining ? last : rest(remaining - bytes.count)
        return .body(bytes)
    }
}
