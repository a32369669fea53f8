import Foundation
import NIOCore

/// One event of a stream (HTML Standard, "Server-sent events").
struct ServerSentEvent {
    /// What the client sends as `Last-Event-ID` when it comes back; nil leaves
    /// what it had.
    var id: Int64?
    var name: String

    /// JSON on one line, so that no value can end the event.
    private let data: String

    init(_ name: String, id: Int64? = nil, _ value: some Encodable) throws {
        self.name = name
        self.id = id
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        data = String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    var bytes: ByteBuffer {
        ByteBuffer(string: (id.map { "id: \($0)\n" } ?? "") + "event: \(name)\ndata: \(data)\n\n")
    }

    /// A line that means nothing, and keeps proxies from ending the stream.
    static let beat = ByteBuffer(string: ": still here\n\n")
}
