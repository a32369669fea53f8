import BrokerModel
import Previews

/// What people were shown of changes, of those that were merged or given up lately, too,
/// and what they approved: by these the plan of a merged commit is judged.
///
/// Of each change there is more than the newest: one that was made on a base which
/// holds the change already shows nothing of it, and takes the place of no other.
struct ShownPreviews {
    private static let mostOfOne = 3
    private static let mostOfAll = 400
    private static let mostApproved = 20

    /// The oldest first.
    private(set) var all: [(subject: PreviewSubject, preview: Preview)] = []

    /// The plans that a person approved, and of which commit.
    private(set) var approved: [(commit: CommitID, steps: [Step])] = []

    /// In the place of an earlier one on the same base.
    mutating func note(_ preview: Preview, of subject: PreviewSubject) {
        guard preview.planned != nil else { return }
        all.removeAll { $0.subject == subject && $0.preview.base == preview.base }
        all.append((subject, preview))
        let own = all.indices.filter { all[$0].subject == subject }
        if own.count > Self.mostOfOne {
            all.remove(at: own[0])
        } else if all.count > Self.mostOfAll {
            all.removeFirst()
        }
    }

    mutating func note(approved plan: Plan, of commit: CommitID) {
        approved.append((commit, plan.steps))
        if approved.count > Self.mostApproved { approved.removeFirst() }
    }
}
