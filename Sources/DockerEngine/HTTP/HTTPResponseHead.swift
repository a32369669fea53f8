/// Status line and header fields of a response.
struct HTTPResponseHead: Sendable, Equatable {
    var status: Int
    /// Whether the status line said HTTP/1.1, where connections persist unless
    /// told otherwise.
    var isVersion1_1: Bool
    var headers = HTTPHeaders()

    /// Whether another request may follow on the connection (RFC 9112,
    /// section 9.3).
    var keepsAlive: Bool {
        isVersion1_1 && !headers.values("connection").contains { $0.lowercased() == "close" }
    }
}
