import BrokerModel

/// GitLab's REST API, version 4.
struct GitLabDialect: ForgeDialect {
    let repository: ForgeRepository

    private var root: String { "/projects/\(repository.encoded)" }

    var ownAccount: HTTPCall { HTTPCall(.get, "/user") }

    func openChanges(for base: String) -> HTTPCall {
        HTTPCall(
            .get, "\(root)/merge_requests?state=opened&target_branch=\(JSONBody.query(base))&per_page=100&page=1")
    }

    func comments(on number: Int) -> HTTPCall {
        HTTPCall(.get, "\(root)/merge_requests/\(number)/notes?sort=asc&per_page=100&page=1")
    }

    func changes(of commit: CommitID) -> HTTPCall {
        HTTPCall(.get, "\(root)/repository/commits/\(commit)/merge_requests?per_page=100&page=1")
    }

    func post(_ body: String, on number: Int) throws -> HTTPCall {
        HTTPCall(.post, "\(root)/merge_requests/\(number)/notes", body: try JSONBody.encode(["body": body]))
    }

    func replace(_ comment: Int, on number: Int, by body: String) throws -> HTTPCall {
        HTTPCall(.put, "\(root)/merge_requests/\(number)/notes/\(comment)", body: try JSONBody.encode(["body": body]))
    }

    func set(_ status: CommitStatus) throws -> HTTPCall {
        HTTPCall(
            .post, "\(root)/statuses/\(status.commit)",
            body: try JSONBody.encode([
                "state": Self.word(status.state), "name": status.context, "description": status.summary,
            ]), isRepeatable: true)
    }

    /// `failed` is all there is for what did not go well.
    private static func word(_ state: CommitStatus.State) -> String {
        switch state {
        case .pending: "pending"
        case .success: "success"
        case .failure, .error: "failed"
        }
    }

    func next(after call: HTTPCall, _ answer: HTTPAnswer) -> HTTPCall? {
        guard let page = answer.headers["x-next-page"] else {
            return PageLink.hasNext(answer) ? PageLink.following(call) : nil
        }
        return page.isEmpty ? nil : PageLink.following(call)
    }

    var statusesOfStanding: Set<Int> { [400] }

    /// In older versions a status that is set again to what it is, is refused so.
    func standsAlready(_ answer: HTTPAnswer) -> Bool {
        answer.status == 400 && answer.excerpt.contains("Cannot transition status")
    }

    func reference(of change: Int) -> String { "refs/merge-requests/\(change)/head" }

    private struct User: Decodable {
        var username: String
    }

    private struct MergeRequest: Decodable {
        var iid: Int
        var sha: String?
        var targetBranch: String
        var sourceProjectId: Int?
        var targetProjectId: Int?
    }

    private struct Numbered: Decodable {
        var iid: Int
    }

    private struct Note: Decodable {
        var id: Int
        var body: String
        var author: User?
        var system: Bool?
    }

    func readAccount(_ answer: HTTPAnswer) throws -> String {
        let user: User = try JSONBody.decode(answer)
        return user.username
    }

    func readChanges(_ answer: HTTPAnswer) throws -> [ProposedChange] {
        let requests: [MergeRequest] = try JSONBody.decode(answer)
        return requests.compactMap { request in
            request.sha.flatMap { CommitID($0) }.map { id in
                let isOwn = request.sourceProjectId != nil && request.sourceProjectId == request.targetProjectId
                return ProposedChange(number: request.iid, head: id, base: request.targetBranch, isFork: !isOwn)
            }
        }
    }

    func readNumbers(_ answer: HTTPAnswer) throws -> [Int] {
        let requests: [Numbered] = try JSONBody.decode(answer)
        return requests.map(\.iid)
    }

    func readComments(_ answer: HTTPAnswer) throws -> [ForgeComment] {
        let notes: [Note] = try JSONBody.decode(answer)
        return notes.filter { $0.system != true }.map {
            ForgeComment(id: $0.id, author: $0.author?.username ?? "", body: $0.body)
        }
    }
}
