import Forge
import Foundation
import HTTPTypes
import Hummingbird
import Synchronization
import Testing

/// A forge on loopback with open changes, comments and statuses, as the documentation
/// of each says: two entries to a page, 401 without its token, 404 for what is not there.
final class PullRequestServer: Sendable {
    struct Change: Sendable {
        var number: Int
        var head: String
        var base = "main"
        var isFork = false
    }

    struct Comment: Sendable, Equatable {
        var id: Int
        var author: String
        var body: String
    }

    struct Status: Sendable, Equatable {
        var commit: String
        var state: String
        var context: String
    }

    struct State {
        var changes: [Change] = []
        var comments: [Int: [Comment]] = [:]
        var statuses: [Status] = []

        /// By which change a commit came to its branch.
        var merged: [String: Int] = [:]

        /// The next requests are answered so, and nothing is done.
        var mishaps: [(status: Int, headers: [String: String])] = []
        var requests: [String] = []
        var nextID = 100
    }

    static let token = "s3cret-token"
    private static let pageSize = 2

    let kind: ForgeKind
    let state = Mutex(State())

    init(_ kind: ForgeKind) { self.kind = kind }

    func comments(on number: Int) -> [Comment] { state.withLock { $0.comments[number] ?? [] } }

    /// What is shown of previews beside a commit, the newest last.
    func states(of commit: String) -> [String] {
        state.withLock { $0.statuses.filter { $0.commit == commit && $0.context == "isobar/preview" }.map(\.state) }
    }

    /// Opens a change or moves its head.
    func open(_ number: Int, at head: String, base: String = "main", isFork: Bool = false) {
        state.withLock { state in
            state.changes.removeAll { $0.number == number }
            state.changes.append(Change(number: number, head: head, base: base, isFork: isFork))
        }
    }

    /// - Parameter commit: by which the change came to its branch.
    func merge(_ number: Int, as commit: String) {
        state.withLock { state in
            state.changes.removeAll { $0.number == number }
            state.merged[commit] = number
        }
    }

    /// Listens around `body`, which gets the address of the API.
    func listening(_ body: (String) async throws -> Void) async throws {
        let router = Router()
        let answer: @Sendable (Request, BasicRequestContext) async throws -> Response = { request, _ in
            let bytes = try await request.body.collect(upTo: 2_000_000)
            return try self.answer(request, Data(bytes.readableBytesView))
        }
        router.get("**", use: answer)
        router.post("**", use: answer)
        router.patch("**", use: answer)
        router.put("**", use: answer)
        let (ports, inlet) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { inlet.yield($0.localAddress?.port ?? 0) })
        let serving = Task { try await application.run() }
        defer { serving.cancel() }
        let port = try #require(await ports.first { _ in true })
        try await body("http://127.0.0.1:\(port)/api")
    }

    // MARK: - Answers

    private func answer(_ request: Request, _ body: Data) throws -> Response {
        try state.withLock { state in
            state.requests.append("\(request.method.rawValue) \(request.uri.path)")
            if !state.mishaps.isEmpty {
                let mishap = state.mishaps.removeFirst()
                return Self.response(mishap.status, mishap.headers)
            }
            guard isAuthorized(request.headers) else { return Self.response(401) }
            if request.uri.path == "/api/user" {
                return try Self.json(kind == .gitlab ? ["username": "isobar"] : ["login": "isobar"])
            }
            let root = kind == .gitlab ? "/api/projects/wmo%2Fbroker/" : "/api/repos/wmo/broker/"
            guard request.uri.path.hasPrefix(root) else { return Self.response(404) }
            let path = request.uri.path.dropFirst(root.count).split(separator: "/").map(String.init)
            let fields = (try? JSONDecoder().decode([String: String].self, from: body)) ?? [:]
            return try answer(request, path, fields, &state)
        }
    }

    private func answer(
        _ request: Request, _ path: [String], _ fields: [String: String], _ state: inout State
    ) throws -> Response {
        let list = kind == .gitlab ? "merge_requests" : "pulls"
        let parent = kind == .gitlab ? "merge_requests" : "issues"
        switch (request.method, path.first ?? "", path.count) {
        case (.get, list, 1): return try page(request, state.changes.map(json))
        case (.post, "statuses", 2): return set(fields, on: path[1], &state)
        case (.get, "commits", 3), (.get, "repository", 4):
            return try origin(of: path[path.count - 2], state)
        case (.get, parent, 3): return try page(request, (state.comments[Int(path[1]) ?? 0] ?? []).map(json))
        case (.post, parent, 3): return post(fields, on: Int(path[1]) ?? 0, &state)
        case (.patch, "issues", 3) where kind != .gitlab, (.put, "merge_requests", 4) where kind == .gitlab:
            return replace(Int(path[path.count - 1]) ?? 0, by: fields, &state)
        default: return Self.response(404)
        }
    }

    private func post(_ fields: [String: String], on number: Int, _ state: inout State) -> Response {
        guard let body = fields["body"], body.utf8.count <= 65_536 else { return Self.response(422) }
        state.nextID += 1
        state.comments[number, default: []].append(Comment(id: state.nextID, author: "isobar", body: body))
        return Self.response(201)
    }

    private func replace(_ id: Int, by fields: [String: String], _ state: inout State) -> Response {
        for (number, comments) in state.comments {
            guard let index = comments.firstIndex(where: { $0.id == id }) else { continue }
            state.comments[number]?[index].body = fields["body"] ?? ""
            return Self.response(200)
        }
        return Self.response(404)
    }

    private func set(_ fields: [String: String], on commit: String, _ state: inout State) -> Response {
        let words: Set<String> =
            kind == .gitlab
            ? ["pending", "running", "success", "failed", "canceled"] : ["pending", "success", "failure", "error"]
        guard let word = fields["state"], words.contains(word), (fields["description"] ?? "").count <= 140 else {
            return Self.response(422)
        }
        let context = fields[kind == .gitlab ? "name" : "context"] ?? "default"
        state.statuses.append(Status(commit: commit, state: word, context: context))
        return Self.response(201)
    }

    private func origin(of commit: String, _ state: State) throws -> Response {
        guard let number = state.merged[commit] else {
            return kind == .gitea ? Self.response(404) : try Self.json([Any]())
        }
        let change: [String: Any] = [kind == .gitlab ? "iid" : "number": number]
        return try Self.json(kind == .gitea ? change : [change])
    }

    private func page(_ request: Request, _ items: [[String: Any]]) throws -> Response {
        let number = request.uri.queryParameters["page"].flatMap { Int($0) } ?? 1
        let start = (number - 1) * Self.pageSize
        let isLast = start + Self.pageSize >= items.count
        var headers: [String: String] = [:]
        switch kind {
        case .github: if !isLast { headers["Link"] = "<https://evil.example/>; rel=\"next\"" }
        case .gitlab: headers["X-Next-Page"] = isLast ? "" : String(number + 1)
        case .gitea: headers["X-Total-Count"] = String(items.count)
        }
        return try Self.json(Array(items.dropFirst(start).prefix(Self.pageSize)), headers)
    }

    private func json(_ change: Change) -> [String: Any] {
        if kind == .gitlab {
            return [
                "iid": change.number, "sha": change.head, "target_branch": change.base,
                "source_project_id": change.isFork ? 2 : 1, "target_project_id": 1,
            ]
        }
        let repository: [String: Any] = ["id": change.isFork ? 2 : 1]
        return [
            "number": change.number, "head": ["ref": "change", "sha": change.head, "repo": repository],
            "base": ["ref": change.base, "sha": change.head, "repo": ["id": 1]],
        ]
    }

    private func json(_ comment: Comment) -> [String: Any] {
        let author = [kind == .gitlab ? "username" : "login": comment.author]
        return ["id": comment.id, "body": comment.body, kind == .gitlab ? "author" : "user": author, "system": false]
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

    private static func json(_ value: Any, _ headers: [String: String] = [:]) throws -> Response {
        var response = response(200, headers)
        let data = try JSONSerialization.data(withJSONObject: value)
        response.body = ResponseBody(byteBuffer: ByteBuffer(bytes: data))
        return response
    }

    private static func response(_ status: Int, _ headers: [String: String] = [:]) -> Response {
        var fields = HTTPFields()
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return Response(
            status: HTTPResponse.Status(code: status), headers: fields,
            body: ResponseBody(byteBuffer: ByteBuffer(string: "{}")))
    }
}
