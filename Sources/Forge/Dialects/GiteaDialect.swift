import BrokerModel

/// The API of Gitea and Forgejo, version 1.
struct GiteaDialect: ForgeDialect {
    let repository: ForgeRepository

    private var root: String { "/repos/\(repository)" }

    var ownAccount: HTTPCall { HTTPCall(.get, "/user") }

    /// Older versions know no filter by branch: who asks compares ``ProposedChange/base``.
    func openChanges(for base: String) -> HTTPCall { HTTPCall(.get, "\(root)/pulls?state=open&limit=50&page=1") }

    func comments(on number: Int) -> HTTPCall {
        HTTPCall(.get, "\(root)/issues/\(number)/comments?limit=50&page=1")
    }

    /// One at most (`repoGetCommitPullRequest`).
    func changes(of commit: CommitID) -> HTTPCall { HTTPCall(.get, "\(root)/commits/\(commit)/pull") }

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

    /// Lists that are not paged ignore the number of the page and give the same
    /// again; who asks stops where nothing new comes.
    func next(after call: HTTPCall, _ answer: HTTPAnswer) -> HTTPCall? {
        if answer.headers["link"] != nil { return PageLink.hasNext(answer) ? PageLink.following(call) : nil }
        return answer.body.count > 2 ? PageLink.following(call) : nil
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
        let pull: PullRequestJSON.Numbered = try JSONBody.decode(answer)
        return [pull.number]
    }

    func readComments(_ answer: HTTPAnswer) throws -> [ForgeComment] {
        let comments: [PullRequestJSON.Comment] = try JSONBody.decode(answer)
        return comments.map(\.comment)
    }
}
