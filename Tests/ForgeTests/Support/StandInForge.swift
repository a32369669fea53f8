import BrokerModel
import Foundation
import Synchronization

@testable import Forge

/// A forge in memory that answers as the documentation of the real one says:
/// paths, methods, names of fields, paging, limits, and what it answers when
/// something is not there.
final class StandInForge: HTTPSender {
    struct Comment {
        var id: Int
        var author: String
        var body: String
    }

    /// What goes wrong with the next request.
    enum Mishap {
        /// It is answered so, and nothing is done.
        case instead(HTTPAnswer)

        /// It is done, and the answer gets lost.
        case lost

        /// It is done, and answered so.
        case after(HTTPAnswer)

    }

    struct State {
        var changes: [(number: Int, sha: String, base: String, isFork: Bool)] = []
        var comments: [Int: [Comment]] = [:]
        var statuses: [(sha: String, state: String, context: String, text: String)] = []
        /// By which changes a commit came to its branch.
        var origins: [String: [Int]] = [:]
        var nextID = 100
        var mishaps: [Mishap] = []
        var calls: [HTTPCall] = []

        /// Whether somebody deletes all comments right before the next update.
        var deletesBeforeUpdate = false
    }

    struct Silence: Error {}

    let kind: ForgeKind
    let state = Mutex(State())

    /// How many of a list are on a page.
    let pageSize: Int

    init(_ kind: ForgeKind, pageSize: Int = 2) {
        self.kind = kind
        self.pageSize = pageSize
    }

    func send(_ call: HTTPCall) async throws -> HTTPAnswer {
        try state.withLock { state in
            state.calls.append(call)
            let mishap = state.mishaps.isEmpty ? nil : state.mishaps.removeFirst()
            if case .instead(let answer) = mishap { return answer }
            if state.deletesBeforeUpdate, call.method == .patch || call.method == .put {
                state.deletesBeforeUpdate = false
                state.comments = [:]
            }
            let answer = try self.answer(to: call, &state)
            switch mishap {
            case .lost: throw Silence()
            case .after(let other): return other
            case .instead, nil: return answer
            }
        }
    }

    // MARK: - Answers

    private static let prefixes: [ForgeKind: String] = [
        .github: "/repos/wmo/broker", .gitea: "/repos/wmo/broker", .gitlab: "/projects/wmo%2Fbroker",
    ]

    private func answer(to call: HTTPCall, _ state: inout State) throws -> HTTPAnswer {
        if call.path == "/user" { return try json(kind == .gitlab ? ["username": "isobar"] : ["login": "isobar"]) }
        guard let prefix = Self.prefixes[kind], call.path.hasPrefix(prefix) else { return HTTPAnswer(status: 404) }
        let parts = call.path.dropFirst(prefix.count).split(separator: "?", maxSplits: 1)
        let path = parts[0].split(separator: "/").map(String.init)
        let query = parts.count > 1 ? String(parts[1]) : ""
        let fields = call.body.flatMap { try? JSONDecoder().decode([String: String].self, from: Data($0)) } ?? [:]
        switch (call.method, path.first ?? "", path.count) {
        case (.get, "pulls", 1), (.get, "merge_requests", 1):
            return try page(query, state.changes.map(Self.change(of: kind)))
        case (.get, "commits", 3), (.get, "repository", 4):
            return try origins(of: path[path.count - 2], state)
        case (.post, "statuses", 2):
            return try set(fields, on: path[1], &state)
        case (_, "issues", 3) where path[1] == "comments":
            return try replace(Int(path[2]) ?? 0, by: fields, &state)
        case (_, "issues", 3), (_, "merge_requests", 3):
            return try comments(call.method, of: Int(path[1]) ?? 0, query, fields, &state)
        case (.put, "merge_requests", 4):
            return try replace(Int(path[3]) ?? 0, by: fields, &state)
        default:
            return HTTPAnswer(status: 404)
        }
    }

    private func origins(of sha: String, _ state: State) throws -> HTTPAnswer {
        let numbers = (state.origins[sha] ?? []).map { [kind == .gitlab ? "iid" : "number": $0] }
        guard kind == .gitea else { return try json(numbers) }
        return try numbers.first.map { try json($0) } ?? HTTPAnswer(status: 404)
    }

    private func comments(
        _ method: HTTPCall.Method, of number: Int, _ query: String, _ fields: [String: String], _ state: inout State
    ) throws -> HTTPAnswer {
        if method == .get { return try page(query, (state.comments[number] ?? []).map(Self.comment(of: kind))) }
        guard let body = fields["body"], body.utf8.count <= 65_536 else { return HTTPAnswer(status: 422) }
        state.nextID += 1
        state.comments[number, default: []].append(Comment(id: state.nextID, author: "isobar", body: body))
        return HTTPAnswer(status: 201, body: Array("{}".utf8))
    }

    private func replace(_ id: Int, by fields: [String: String], _ state: inout State) throws -> HTTPAnswer {
        for (number, comments) in state.comments {
            guard let index = comments.firstIndex(where: { $0.id == id }) else { continue }
            state.comments[number]?[index].body = fields["body"] ?? ""
            return HTTPAnswer(status: 200, body: Array("{}".utf8))
        }
        return HTTPAnswer(status: 404)
    }

    private func set(_ fields: [String: String], on sha: String, _ state: inout State) throws -> HTTPAnswer {
        let words: Set<String> =
            kind == .gitlab
            ? ["pending", "running", "success", "failed", "canceled"] : ["pending", "success", "failure", "error"]
        let context = fields[kind == .gitlab ? "name" : "context"] ?? "default"
        guard let word = fields["state"], words.contains(word), (fields["description"] ?? "").count <= 140 else {
            return HTTPAnswer(status: 422)
        }
        if kind == .gitlab, state.statuses.last(where: { $0.sha == sha && $0.context == context })?.state == word {
            return HTTPAnswer(
                status: 400, body: Array("{\"message\":\"Cannot transition status via :enqueue from :\(word)\"}".utf8))
        }
        state.statuses.append((sha, word, context, fields["description"] ?? ""))
        return HTTPAnswer(status: 201, body: Array("{}".utf8))
    }

    private func page(_ query: String, _ items: [[String: Any]]) throws -> HTTPAnswer {
        let number = query.split(separator: "&").first { $0.hasPrefix("page=") }.flatMap { Int($0.dropFirst(5)) } ?? 1
        let start = (number - 1) * pageSize
        let shown = items.dropFirst(start).prefix(pageSize)
        var answer = try json(Array(shown))
        let isLast = start + pageSize >= items.count
        switch kind {
        case .github:
            if !isLast {
                answer.headers["link"] = "<https://evil.example/next>; rel=\"next\", <https://x>; rel=\"last\""
            }
        case .gitlab: answer.headers["x-next-page"] = isLast ? "" : String(number + 1)
        case .gitea: answer.headers["x-total-count"] = String(items.count)
        }
        return answer
    }

    private func json(_ value: Any) throws -> HTTPAnswer {
        HTTPAnswer(status: 200, body: Array(try JSONSerialization.data(withJSONObject: value)))
    }

    private static func change(
        of kind: ForgeKind
    ) -> ((number: Int, sha: String, base: String, isFork: Bool)) -> [String: Any] {
        { change in
            kind == .gitlab
                ? [
                    "iid": change.number, "sha": change.sha, "target_branch": change.base,
                    "source_project_id": change.isFork ? 2 : 1, "target_project_id": 1,
                ]
                : [
                    "number": change.number,
                    "head": ["ref": "change", "sha": change.sha, "repo": change.isFork ? NSNull() : ["id": 1] as Any],
                    "base": ["ref": change.base, "sha": String(repeating: "0", count: 40), "repo": ["id": 1]],
                ]
        }
    }

    private static func comment(of kind: ForgeKind) -> (Comment) -> [String: Any] {
        { comment in
            kind == .gitlab
                ? ["id": comment.id, "body": comment.body, "author": ["username": comment.author], "system": false]
                : ["id": comment.id, "body": comment.body, "user": ["login": comment.author]]
        }
    }
}
