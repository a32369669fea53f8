/// A response that was read to its end.
package struct HTTPResponse: Sendable, Equatable {
    var head: HTTPResponseHead
    package var body: [UInt8]

    package var status: Int { head.status }
}
