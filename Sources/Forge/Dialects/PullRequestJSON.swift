import BrokerModel

/// What of a pull request matters, as GitHub and Gitea write it.
struct PullRequestJSON: Decodable {
    struct Account: Decodable {
        var login: String
    }

    struct Side: Decodable {
        struct Repository: Decodable {
            var id: Int
        }

        var ref: String
        var sha: String

        /// Null when the fork was deleted.
        var repo: Repository?
    }

    struct Comment: Decodable {
        var id: Int

        /// Null of an account that was deleted.
        var user: Account?
        var body: String?

        var comment: ForgeComment { ForgeComment(id: id, author: user?.login ?? "", body: body ?? "") }
    }

    /// One of which only this is of interest.
    struct Numbered: Decodable {
        var number: Int
    }

    var number: Int
    var head: Side
    var base: Side

    /// Nil when the head is no commit.
    var change: ProposedChange? {
        CommitID(head.sha).map { id in
            let isOwn = head.repo.map { $0.id == base.repo?.id } ?? false
            return ProposedChange(number: number, head: id, base: base.ref, isFork: !isOwn)
        }
    }
}
