import Foundation
import Hummingbird
import NIOCore
import Synchronization
import Testing

/// Takes what is posted to it, as a chat service does.
final class HookServer: Sendable {
    struct Message: Decodable, Sendable {
        var service: String
        var topic: String
        var subject: String
        var detail: String
        var text: String
    }

    private let got = Mutex<[Message]>([])

    /// All that came, in order.
    var received: [Message] { got.withLock { $0 } }

    /// Listens around `body`, which gets its address.
    func listening(_ body: (String) async throws -> Void) async throws {
        let router = Router()
        router.post("hook/s3cret") { request, _ in
            let bytes = try await request.body.collect(upTo: 100_000)
            let message = try JSONDecoder().decode(Message.self, from: Data(bytes.readableBytesView))
            self.got.withLock { $0.append(message) }
            return HTTPResponse.Status.ok
        }
        let (ports, inlet) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { inlet.yield($0.localAddress?.port ?? 0) })
        let serving = Task { try await application.run() }
        defer { serving.cancel() }
        let port = try #require(await ports.first { _ in true })
        try await body("http://127.0.0.1:\(port)/hook/s3cret")
    }
}
