/// One request, ready to be written onto a connection.
package struct HTTPRequest: Sendable {
    /// What follows the head.
    package enum Body: Sendable {
        case none
        case json([UInt8])
        case archive(ArchiveUpload)
    }

    var method: HTTPMethod
    /// Put before the path: `/v1.41`, or nothing.
    var prefix = ""
    var path: RequestPath
    var query: [QueryItem] = []
    var body = Body.none

    package init(
        method: HTTPMethod, prefix: String = "", path: RequestPath, query: [QueryItem] = [], body: Body = .none
    ) {
        self.method = method
        self.prefix = prefix
        self.path = path
        self.query = query
        self.body = body
    }

    /// The head and, when the body is in memory, the body (RFC 9112).
    var bytes: [UInt8] {
        var text = "\(method.rawValue) \(prefix)\(path.text)"
        if !query.isEmpty {
            text += "?" + query.map(\.encoded).joined(separator: "&")
        }
        // The engine ignores the host; RFC 9112, section 3.2 wants one.
        text += " HTTP/1.1\r\nHost: docker\r\nUser-Agent: isobar\r\n"
        switch body {
        case .none where method == .post:
            text += "Content-Length: 0\r\n"
        case .none:
            break
        case .json(let bytes):
            text += "Content-Type: application/json\r\nContent-Length: \(bytes.count)\r\n"
        case .archive(let upload):
            text += "Content-Type: application/x-tar\r\n"
            text += upload.length.map { "Content-Length: \($0)\r\n" } ?? "Transfer-Encoding: chunked\r\n"
        }
        text += "\r\n"
        var bytes = Array(text.utf8)
        if case .json(let content) = body {
            bytes += content
        }
        return bytes
    }
}
