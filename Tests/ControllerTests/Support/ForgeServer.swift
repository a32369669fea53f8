import Forge
import Foundation
import HTTPTypes
import Hummingbird
import Synchronization
import Testing

/// A forge on loopback that takes commits' statuses as the documentation of each
/// says: GitHub, "Create a commit status"; GitLab, "Set commit pipeline status";
/// Gitea, `repoCreateStatus`. What is asked otherwise is answered with 404, without
/// the token in its own header with 401.
final class ForgeServer: Sendable {
    struct Status: Sendable, Equatable {
        var commit: String
        var state: String
        var summary: String
    }

    private struct State {
        var statuses: [Status] = []
        var failures = 0
        var requests = 0
    }

    static let token = "s3cret-token"

    let kind: ForgeKind
    private let state = Mutex(State())

    init(_ kind: ForgeKind) { self.kind = kind }

    /// All statuses that were set, in order.
    var statuses: [Status] { state.withLock { $0.statuses } }

    /// How many requests came.
    var requests: Int { state.withLock { $0.requests } }

    /// The next ones are answered with 503.
    func fail(_ times: Int) { state.withLock { $0.failures = times } }

    /// Listens around `body`, which gets the address of the API.
    func listening(_ body: (String) async throws -> Void) async throws {
        let router = Router()
        router.post("**") { request, _ in
            let bytes = try await request.body.collect(upTo: 100_000)
            return self.answer(request, Data(bytes.readableBytesView))
        }
        let (ports, inlet) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { inlet.yield($0.localAddress?.port ?? 0) })
        let serving = Task { try await application.run() }
        defer { serving.cancel() }
        let port = try #require(await ports.first { _ in true })
        try await body("http://127.0.0.1:\(port)/api")
    }

    private func answer(_ request: Request, _ body: Data) -> Response {
        state.withLock { state in
            state.requests += 1
            guard state.failures == 0 else {
                state.failures -= 1
                return Response(status: .serviceUnavailable)
            }
            guard isAuthorized(request.headers) else { return Response(status: .unauthorized) }
            let prefix = kind == .gitlab ? "/api/projects/wmo%2Fbroker/statuses/" : "/api/repos/wmo/broker/statuses/"
            guard request.uri.path.hasPrefix(prefix),
                let fields = try? JSONDecoder().decode([String: String].self, from: body),
                let word = fields["state"], words.contains(word),
                let summary = fields["description"], summary.count <= 140,
                fields[kind == .gitlab ? "name" : "context"] == "isobar/rollout"
            else { return Response(status: .notFound) }
            let commit = String(request.uri.path.dropFirst(prefix.count))
            state.statuses.append(Status(commit: commit, state: word, summary: summary))
            return Response(status: .created, body: ResponseBody(byteBuffer: ByteBuffer(string: "{\"id\": 1}")))
        }
    }

    private func isAuthorized(_ headers: HTTPFields) -> Bool {
        let (name, value) =
            switch kind {
            case .github: ("Authorization", "Bearer \(Self.token)")
            case .gitlab: ("PRIVATE-TOKEN", Self.token)
            case .gitea: ("Authorization", "token \(Self.token)")
            }
        return HTTPField.Name(name).flatMap { headers[$0] } == value
    }

    private var words: Set<String> {
        kind == .gitlab
            ? ["pending", "running", "success", "failed", "canceled"] : ["pending", "success", "failure", "error"]
    }
}
