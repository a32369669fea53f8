import BrokerModel

/// GitHub's REST API, version 2022-11-28.
struct GitHubDialect: ForgeDialect {
    let repository: ForgeRepository

    private var root: String { "/repos/\(repository)" }

    var ownAccount: HTTPCall { HTTPCall(.get, "/user") }

    func openChanges(for base: String) -> HTTPCall {
        HTTPCall(.get, "\(root)/pulls?state=open&base=\(JSONBody.query(base))&per_page=100&page=1")
    }

    func comments(on number: Int) -> HTTPCall {
        HTTPCall(.get, "\(root)/issues/\(number)/comments?per_page=100&page=1")
    }

    func changes(of commit: CommitID) -> HTTPCall {
        HTTPCall(.get, "\(root)/commits/\(commit)/pulls?per_page=100&page=1")
    }

    func post(_ body: String, on number: Int) throws -> HTTPCall {
        HTTPCall(.post, "\(root)/issues/\(number)/comments", body: try JSONBody.encode(["body": body]))
    }

    func replace(_ comment: Int, on number: Int, by body: String) throws -> HTTPCall {
        HTTPCall(.patch, "\(root)/issues/comments/\(comment)", body: try JSONBody.encode(["body": body]))
    }

    func set(_ status: CommitStatus) throws -> HTTPCall {
        HTTPCall(
            .post, "\(root)/statuses/\(status.commit)",
            body: try JSONBody.encode([
                "state": status.state.rawValue, "context": status.context, "description": status.summary,
            ]), isRepeatable: true)
    }

    func next(after call: HTTPCall, _ answer: HTTPAnswer) -> HTTPCall? {
        PageLink.hasNext(answer) ? PageLink.following(call) : nil
    }

    func reference(of change: Int) -> String { "refs/pull/\(change)/head" }

    func readAccount(_ answer: HTTPAnswer) throws -> String {
        let user: PullRequestJSON.Account = try JSONBody.decode(answer)
        return user.login
    }

    func readChanges(_ answer: HTTPAnswer) throws -> [ProposedChange] {
        let pulls: [PullRequestJSON] = try JSONBody.decode(answer)
        return pulls.compactMap(\.change)
    }

    func readNumbers(_ answer: HTTPAnswer) throws -> [Int] {
        let pulls: [PullRequestJSON.Numbered] = try JSONBody.decode(answer)
        return pulls.map(\.number)
    }

    func readComments(_ answer: HTTPAnswer) throws -> [ForgeComment] {
        let comments: [PullRequestJSON.Comment] = try JSONBody.decode(answer)
        return comments.map(\.comment)
    }
}
