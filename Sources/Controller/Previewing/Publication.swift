import Forge
import Previews

/// What a forge shall show of something that is previewed.
struct Publication: Sendable, Equatable {
    /// Of a change there is a comment, of the branch of a merge queue none.
    var subject: PreviewSubject

    /// By which the comment is found again.
    var marker: CommentMarker

    /// Nil when the comment there is stays.
    var comment: String?

    /// Nil when the status there is stays.
    var status: CommitStatus?
}
