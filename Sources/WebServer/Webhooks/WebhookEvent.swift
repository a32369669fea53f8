/// What of a forge's event matters: which branch it is about.
///
/// - A push names its reference: GitHub, "push"; GitLab, "Push events"; Gitea, "push".
/// - A pull request names the branch it is meant for: GitHub and Gitea,
///   `pull_request.base.ref`; GitLab, "Merge request events",
///   `object_attributes.target_branch`. What happened to it is not looked at: which
///   changes are open, and where they stand, is asked.
struct WebhookEvent: Decodable {
    enum News: Sendable, Equatable {
        case push
        /// The number is for the log alone.
        case change(Int)
    }

    private struct PullRequest: Decodable {
        struct Base: Decodable {
            var ref: String
        }

        var number: Int
        var base: Base
    }

    private struct MergeRequest: Decodable {
        var iid: Int?
        var targetBranch: String?

        enum CodingKeys: String, CodingKey {
            case iid
            case targetBranch = "target_branch"
        }
    }

    private var ref: String?
    private var pullRequest: PullRequest?
    private var objectKind: String?
    private var objectAttributes: MergeRequest?

    private enum CodingKeys: String, CodingKey {
        case ref
        case pullRequest = "pull_request"
        case objectKind = "object_kind"
        case objectAttributes = "object_attributes"
    }

    /// What it tells of a branch; nil when it is about another one, or about
    /// something else.
    func news(of branch: String) -> News? {
        if let pullRequest { return pullRequest.base.ref == branch ? .change(pullRequest.number) : nil }
        if objectKind == "merge_request", let request = objectAttributes {
            return request.targetBranch == branch ? .change(request.iid ?? 0) : nil
        }
        return ref == "refs/heads/" + branch ? .push : nil
    }
}
