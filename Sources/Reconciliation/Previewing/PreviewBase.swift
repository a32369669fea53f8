public import BrokerModel
import GitRepository
import Previews

/// What changes would be merged into: read, opened and looked through once for all that
/// are previewed on it.
public struct PreviewBase: Sendable {
    let commit: OpenedCommit

    /// The UTC date nodes expire by.
    let today: CalendarDate

    /// The limits of the last applied commit, and what it applied.
    let limits: RolloutLimits
    let lastApplied: [ResourceAddress: Digest]
    let policies: PreviewPolicies

    /// What is wrong with its certificates; nil where no secret is opened.
    let certificates: Set<String>?

    /// What is remembered of its hosts, and the plan made of that; nil where they are
    /// looked at for each change.
    var remembered: RememberedBase?

    public var id: CommitID { commit.loaded.commit.id }
    var desired: DesiredState { commit.desired }
}
