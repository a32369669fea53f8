package import SSH

/// An HTTP/1.1 client over one byte stream: keep-alive, one exchange at a time
/// or many pipelined.
///
/// Written here because the libraries (AsyncHTTPClient, URLSession) open their
/// own sockets and cannot run over a channel of an SSH session, and because
/// what the Engine API needs of HTTP is little: no upgrade, no proxy, no TLS,
/// no redirect. The commands speak to the service with it, too, over its
/// socket.
///
/// Whoever uses a connection has it alone (``ConnectionPool`` lends it); two
/// exchanges at the same time would take each other's answers.
package actor HTTPConnection {
    /// Pipelined requests on the way at most. Together they stay far below the
    /// buffers on the path, so that neither side can wait for the other with
    /// full hands.
    static let pipelineDepth = 64

    private let stream: any ByteStream
    private var parser: HTTPResponseParser
    private let bodyLimit: Int
    /// Responses asked for and not read to their end.
    private var outstanding = 0
    /// False once the stream ended, broke, or was told to close.
    private var isOpen = true
    private var head = HTTPResponseHead(status: 0, isVersion1_1: true)

    package init(stream: any ByteStream, limits: HTTPLimits = HTTPLimits()) {
        self.stream = stream
        self.parser = HTTPResponseParser(limits: limits)
        self.bodyLimit = limits.body
    }

    /// Whether the next request may go onto this connection.
    var isReusable: Bool { isOpen && outstanding == 0 && parser.isBetweenResponses }

    package func close() async {
        isOpen = false
        await stream.close()
    }

    /// Sends a request and collects its response.
    package func exchange(_ request: HTTPRequest) async throws -> HTTPResponse {
        if case .archive(let upload) = request.body {
            return try await exchange(request, uploading: upload)
        }
        let head = try await begin(request)
        return HTTPResponse(head: head, body: try await collectBody())
    }

    /// Sends requests without waiting for the answers in between and collects
    /// the responses, in the order of the requests.
    func pipeline(_ requests: [HTTPRequest]) async throws -> [HTTPResponse] {
        var responses: [HTTPResponse] = []
        responses.reserveCapacity(requests.count)
        var sent = 0
        while responses.count < requests.count {
            if sent < requests.count, outstanding <= Self.pipelineDepth / 2 {
                let batch = requests[sent...].prefix(Self.pipelineDepth - outstanding)
                sent += batch.count
                outstanding += batch.count
                try await stream.write(batch.flatMap(\.bytes))
            }
            let head = try await readHead()
            responses.append(HTTPResponse(head: head, body: try await collectBody()))
        }
        return responses
    }

    /// Sends a request without an archive and gives the head of its response;
    /// the body follows through ``nextBodyPart()``.
    func begin(_ request: HTTPRequest) async throws -> HTTPResponseHead {
        outstanding += 1
        try await stream.write(request.bytes)
        return try await readHead()
    }

    /// The next bytes of the body; nil at its end.
    func nextBodyPart() async throws -> [UInt8]? {
        switch try await nextEvent() {
        case .body(let bytes):
            return bytes
        case .end:
            outstanding -= 1
            if !head.keepsAlive { isOpen = false }
            return nil
        case .head:
            throw HTTPProtocolError.malformed("an answer began inside another")
        }
    }

    /// The rest of the body.
    func collectBody() async throws -> [UInt8] {
        var body: [UInt8] = []
        while let part = try await nextBodyPart() {
            guard body.count + part.count <= bodyLimit else {
                throw HTTPProtocolError.tooLarge("an answer of more than \(bodyLimit) bytes")
            }
            if body.isEmpty { body = part } else { body += part }
        }
        return body
    }

    /// Writes the archive and reads the answer at the same time: the engine may
    /// answer, and end the connection, before it has read all of it.
    ///
    /// The connection is not used again: the end of this function ends the
    /// writing, whatever is left of it.
    private func exchange(_ request: HTTPRequest, uploading upload: ArchiveUpload) async throws -> HTTPResponse {
        isOpen = false
        outstanding += 1
        async let sourceFailure = ArchiveWriter(stream: stream, upload: upload).write(after: request.bytes)
        do {
            let head = try await readHead()
            return HTTPResponse(head: head, body: try await collectBody())
        } catch {
            await stream.close()
            if let cause = await sourceFailure { throw cause }
            throw error
        }
    }

    private func readHead() async throws -> HTTPResponseHead {
        guard case .head(let head) = try await nextEvent() else {
            throw HTTPProtocolError.malformed("an answer without a head")
        }
        self.head = head
        return head
    }

    private func nextEvent() async throws -> HTTPResponseParser.Event {
        while true {
            if let event = try parser.next() { return event }
            let bytes = try await stream.read()
            if bytes.isEmpty {
                isOpen = false
                try parser.finish()
            } else {
                parser.append(bytes)
            }
        }
    }
}
