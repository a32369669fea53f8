extension PreviewPolicy {
    /// What has to hold, in a line, for the schema of `isobar.yaml`.
    public var rule: String {
        switch self {
        case .deletes: "No more nodes and hosts go than one change may delete."
        case .unpinnedTag: "Images name a version or a digest."
        case .downgrade: "No image goes back to an older version."
        case .nodesAtOnce: "At most nodesPerChange nodes are touched."
        case .capacity: "No antiloop host gets more than instancesPerHost instances."
        case .unknownCentre: "New nodes are in centresFile."
        case .credentials: "New and changed subscriptions have a username and a password."
        case .expiry: "No node expires today or earlier."
        case .certificateNames: "Certificates can be used and cover the names clients connect to."
        case .signature: "The head of the change bears a signature, of somebody who may where policy.allowedSigners says who."
        }
    }
}
