import BrokerModel
import Controller
import DockerEngine
import Foundation
import Hummingbird
import Reconciliation
import Testing

@testable import WebServer

/// The door to the network, on a socket so that no port has to be found.
struct PublicDoor: Sendable {
    let service: BrokerService
    let socket: String

    struct Answer: Sendable {
        var status: Int
        var text: String
    }

    /// Sends a request as it is written.
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
}

extension ServiceFixture {
    static let webhookSecret = "It's a Secret to Everybody"

    /// Runs a service that takes webhooks around `body`; it polls so seldom that
    /// nothing else leads to a look.
    func taking(
        _ kind: ForgeSettings.Kind, _ body: @Sendable @escaping (PublicDoor) async throws -> Void
    ) async throws {
        try Data((Self.webhookSecret + "\n").utf8).write(to: URL(fileURLWithPath: directory + "/webhook"))
        var configuration = try configuration()
        configuration.forge = ForgeSettings(kind: kind, webhookSecretFile: directory + "/webhook")
        let (own, socket) = (configuration, directory + "/public.sock")
        try await serving { service in
            let server = try ServiceServer(
                service, ledger: try self.reconciler().ledger, configuration: own, machine: "test",
                clock: self.clock, log: service.log)
            let application = Application(
                router: server.publicDoor(),
                configuration: ApplicationConfiguration(address: .unixDomainSocket(path: socket)))
            let running = Task { try await server.run(application, on: socket) }
            defer { running.cancel() }
            let door = PublicDoor(service: service, socket: socket)
            _ = try await service.until("it listens") { _ in (try? await door.send("GET", "/healthz"))?.status == 200 }
            try await body(door)
            running.cancel()
            try await running.value
        }
    }
}
