import BrokerModel
import Controller
import DockerEngine
import Foundation
import Glibc
import Reconciliation
import WebServer

/// The way of a command to the service, over its socket.
struct ServiceClient {
    let path: String

    init(_ configuration: ControllerConfiguration) {
        path = configuration.socketPath
    }

    func status() async throws -> ServiceStatus {
        try await decoded(try await ask(.get, "/api/v1/status"))
    }

    func sync(_ order: OrderDocument) async throws -> ServiceStatus { try await send(order, to: "/api/v1/sync") }

    func decide(
        _ verdict: PlanDecision.Verdict, on plan: Digest, _ order: OrderDocument
    ) async throws -> ServiceStatus {
        guard let digest = PathComponent(plan.description) else { return try await status() }
        switch verdict {
        case .approved: return try await send(order, to: "/api/v1/plans/\(digest)/approve")
        case .rejected: return try await send(order, to: "/api/v1/plans/\(digest)/reject")
        }
    }

    func pause(_ order: OrderDocument) async throws -> ServiceStatus { try await send(order, to: "/api/v1/pause") }
    func resume(_ order: OrderDocument) async throws -> ServiceStatus { try await send(order, to: "/api/v1/resume") }

    func rollBack(_ order: OrderDocument) async throws -> ServiceStatus {
        try await send(order, to: "/api/v1/rollback")
    }
    func unpin(_ order: OrderDocument) async throws -> ServiceStatus { try await send(order, to: "/api/v1/unpin") }

    private func send(_ order: OrderDocument, to place: RequestPath) async throws -> ServiceStatus {
        let body = try JSONEncoder().encode(order)
        return try await decoded(try await ask(.post, place, .json(Array(body))))
    }

    private func ask(
        _ method: HTTPMethod, _ place: RequestPath, _ body: HTTPRequest.Body = .none
    ) async throws -> HTTPResponse {
        do {
            let connection = HTTPConnection(stream: try UnixSocketStream(path: path))
            let response = try await connection.exchange(HTTPRequest(method: method, path: place, body: body))
            await connection.close()
            return response
        } catch {
            throw Failure(
                .notFound, attempted: "speak to the service", on: path,
                response: (error as? Failure)?.response ?? "\(error)",
                remedy: "start it with: isobar serve; its socket is server.socket of isobar.yaml")
        }
    }

    /// - Throws: the failure the service answered with.
    private func decoded(_ response: HTTPResponse) async throws -> ServiceStatus {
        let data = Data(response.body)
        if response.status == 200, let status = try? JSONDecoder().decode(ServiceStatus.self, from: data) {
            return status
        }
        if let problem = try? JSONDecoder().decode(ProblemDocument.self, from: data) {
            throw problem.failure
                ?? Failure(
                    .commandFailed, attempted: "speak to the service", on: path,
                    response: "\(problem.title): \(problem.detail)", remedy: problem.remedy)
        }
        throw Failure(
            .commandFailed, attempted: "read the service's answer", on: path,
            response: "HTTP status \(response.status)",
            remedy: "is it a service of this version? see: isobar --version")
    }
}
