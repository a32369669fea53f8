public import BrokerModel

/// Why a step is not carried out now.
public enum HoldReason: Sendable, Hashable {
    /// The policy is to observe only.
    case observed
    case paused(ChangeScope)
    /// The same thing drifts again and again.
    case fight
    /// Changes may be made from then on.
    case window(Timestamp)
    /// It failed and is tried again.
    case retry(Timestamp)
    /// It failed, and trying again is no use.
    case gaveUp
    /// `allowedImages` does not admit an image.
    case image
    /// `allowedPackageSources` does not admit where packages would come from.
    case packageSource
    /// It is of a commit that is not the head of the branch: only drift is mended.
    case notHead
}
