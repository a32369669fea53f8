/// What the engine answers to one request.
struct EngineReply: Sendable {
    var status: Int
    var body: String

    init(_ status: Int, _ body: String = "") {
        self.status = status
        self.body = body
    }

    /// A refusal in the engine's way.
    static func refusal(_ status: Int, _ message: String) -> EngineReply {
        EngineReply(status, "{\"message\":\(JSONText.string(message))}\n")
    }

    /// How the answer to a subscription begins: it goes on as events come.
    static let subscription = Array(
        "HTTP/1.1 200 OK\r\nApi-Version: 1.44\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            .utf8)

    /// As it goes over the wire (RFC 9112).
    var bytes: [UInt8] {
        var text = "HTTP/1.1 \(status) -\r\nApi-Version: 1.44\r\nContent-Type: application/json\r\n"
        if status == 204 || status == 304 {
            text += "\r\n"
        } else {
            text += "Content-Length: \(body.utf8.count)\r\n\r\n" + body
        }
        return Array(text.utf8)
    }
}
