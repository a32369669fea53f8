import BrokerModel
import Controller
import DockerEngine
import Foundation
import Reconciliation
import Testing
import WebServer

/// A service that listens, and a client of its socket.
struct Listening: Sendable {
    let service: BrokerService
    let socket: String

    struct Answer: Sendable {
        var status: Int
        var body: Data

        func json() throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: body) as? [String: Any])
        }

        var problem: ProblemDocument? { try? JSONDecoder().decode(ProblemDocument.self, from: body) }
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    func ask(_ method: HTTPMethod, _ path: RequestPath, _ body: String? = nil) async throws -> Answer {
        let connection = HTTPConnection(stream: try UnixSocketStream(path: socket))
        let content = body.map { HTTPRequest.Body.json(Array($0.utf8)) } ?? .none
        let response = try await connection.exchange(HTTPRequest(method: method, path: path, body: content))
        await connection.close()
        return Answer(status: response.status, body: Data(response.body))
    }
}

extension ServiceFixture {
    /// Runs a service that listens around `body`.
    @discardableResult
    func listening<Result: Sendable>(
        _ body: @Sendable @escaping (Listening) async throws -> Result
    ) async throws -> Result {
        let configuration = try configuration()
        // Below the 107 bytes of unix(7), wherever the directory is.
        let socket = configuration.socketPath
        return try await serving { service in
            let server = try ServiceServer(
                service, ledger: try self.reconciler().ledger, configuration: configuration, machine: "test",
                clock: self.clock, log: service.log)
            let running = Task { try await server.run() }
            defer { running.cancel() }
            let listening = Listening(service: service, socket: socket)
            _ = try await service.until("it listens") { _ in
                (try? await listening.ask(.get, "/healthz"))?.status == 200
            }
            let result = try await body(listening)
            running.cancel()
            try await running.value
            return result
        }
    }
}
