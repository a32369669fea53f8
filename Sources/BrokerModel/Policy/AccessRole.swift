/// What somebody who asks the service may do; each may what those before it may.
public enum AccessRole: String, Sendable, Hashable, CaseIterable, Comparable, Codable {
    /// Look at everything: there is no secret in any of it.
    case viewer
    /// Order and decide within the limits: look now, approve, reject, pause,
    /// resume, roll back.
    case `operator`
    /// Also lift limits: approve more deletions than the policy lets through.
    case admin

    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .viewer: 0
        case .operator: 1
        case .admin: 2
        }
    }
}
