import BrokerModel
import Controller
import DockerEngine
import Forge
import Foundation
import Hummingbird
import Ledger
import Reconciliation
import Testing

@testable import WebServer

/// The door to the network, on a socket so that no port has to be found.
struct PublicDoor: Sendable {
    let service: BrokerService
    let ledger: LedgerStore
    let socket: String

    struct Answer: Sendable {
        var status: Int

        /// Head and body.
        var text: String

        var body: String { text.range(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? "" }

        func json() throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any], "\(text)")
        }

        var problem: ProblemDocument? { try? JSONDecoder().decode(ProblemDocument.self, from: Data(body.utf8)) }
    }

    /// Sends a request as it is written, and reads until the other side ends.
    func send(
        _ method: String, _ path: String, _ headers: [String: String] = [:], body: [UInt8] = []
    ) async throws -> Answer {
        let stream = try UnixSocketStream(path: socket)
        var head =
            "\(method) \(path) HTTP/1.1\r\nHost: isobar\r\nConnection: close\r\nContent-Length: \(body.count)\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        // Who is refused half way is not read from any more.
        try? await stream.write(Array((head + "\r\n").utf8) + body)
        var answer: [UInt8] = []
        while let part = try? await stream.read(), !part.isEmpty { answer += part }
        await stream.close()
        let text = String(decoding: answer, as: UTF8.self)
        let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return Answer(status: try #require(status, "\(text)"), text: text)
    }

    /// Asks with a token.
    func ask(_ path: String, as token: AccessToken, _ headers: [String: String] = [:]) async throws -> Answer {
        try await ask("GET", path, as: token, headers)
    }

    /// Orders with a token.
    func ask(
        _ method: String, _ path: String, as token: AccessToken, _ headers: [String: String] = [:],
        body: String = ""
    ) async throws -> Answer {
        let own = token.withRevealed { ["Authorization": "Bearer \($0)"] }
        return try await send(method, path, headers.merging(own) { $1 }, body: Array(body.utf8))
    }

    /// Makes a token.
    func token(_ name: String, _ role: AccessRole, expiresAt: Timestamp? = nil) async throws -> AccessToken {
        let token = AccessToken()
        try await ledger.addToken(named: name, role: role, hash: token.hash, expiresAt: expiresAt, by: "ada@test")
        return token
    }
}

extension ServiceFixture {
    static let webhookSecret = "It's a Secret to Everybody"

    /// Runs a service that takes webhooks around `body`; it polls so seldom that
    /// nothing else leads to a look.
    func taking(
        _ kind: ForgeKind, _ body: @Sendable @escaping (PublicDoor) async throws -> Void
    ) async throws {
        try Data((Self.webhookSecret + "\n").utf8).write(to: URL(fileURLWithPath: directory + "/webhook"))
        try await open(ForgeSettings(kind: kind, webhookSecretFile: directory + "/webhook"), body)
    }

    /// Runs a service with a door to the network around `body`.
    func open(
        _ forge: ForgeSettings? = nil, _ body: @Sendable @escaping (PublicDoor) async throws -> Void
    ) async throws {
        var configuration = try configuration()
        configuration.forge = forge
        let (own, socket) = (configuration, directory + "/public.sock")
        try await serving { service in
            let ledger = try self.reconciler().ledger
            let server = try ServiceServer(
                service, ledger: ledger, configuration: own, machine: "test", clock: self.clock, log: service.log)
            let application = Application(
                router: server.publicDoor(),
                configuration: ApplicationConfiguration(address: .unixDomainSocket(path: socket)))
            let running = Task { try await server.run(application, on: socket) }
            defer { running.cancel() }
            let door = PublicDoor(service: service, ledger: ledger, socket: socket)
            _ = try await service.until("it listens") { _ in (try? await door.send("GET", "/healthz"))?.status == 200 }
            try await body(door)
            running.cancel()
            try await running.value
        }
    }
}
