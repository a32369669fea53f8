/// A rule that a change is held against before it is merged.
public enum PreviewPolicy: String, Sendable, Hashable, CaseIterable, Codable {
    /// No more nodes and hosts go than one change may delete.
    case deletes
    /// Every image that the change brings has a tag that stays, or a digest.
    case unpinnedTag
    /// No component gets an older version.
    case downgrade
    /// The change does not touch more nodes than wanted.
    case nodesAtOnce
    /// No host gets more instances than it can bear.
    case capacity
    /// Every new node is in the registry of centres.
    case unknownCentre
    /// Every new subscription has a username and a password.
    case credentials
    /// No node expires in the past.
    case expiry
    /// Certificates cover the names clients use, and can be used.
    case certificateNames
    /// The head of the change bears a signature.
    case signature

    public enum Level: String, Sendable, Hashable, CaseIterable, Codable {
        /// Not looked at.
        case off
        /// Said, and no more.
        case warn
        /// The preview fails, and with it the commit status.
        case fail
    }

    /// What holds unless `isobar.yaml` says otherwise.
    public var standardLevel: Level {
        switch self {
        case .deletes, .expiry, .certificateNames: .fail
        case .unpinnedTag, .downgrade, .nodesAtOnce, .capacity, .unknownCentre, .credentials: .warn
        case .signature: .off
        }
    }
}
