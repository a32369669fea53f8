/// A response that was read to its end.
struct HTTPResponse: Sendable, Equatable {
    var head: HTTPResponseHead
    var body: [UInt8]

    var status: Int { head.status }
}
