public import BrokerModel

/// That all that is known of the hosts was exported where they could be looked at.
public struct ExportedLook: Sendable, Hashable {
    /// When it was exported.
    public var at: Timestamp
    public var age: Duration

    public init(at: Timestamp, age: Duration) {
        self.at = at
        self.age = age
    }

    /// "made offline, of what was exported 3 h ago (2026-11-22T09:00:00Z)".
    var sentence: Phrase {
        "made offline, of what was exported \(ago) (\(value: at)): hosts may have moved since, and it has no digest"
    }

    private var ago: Phrase {
        let seconds = Int(age.components.seconds)
        switch seconds {
        case ..<90: return "just now"
        case ..<5400: return "\((seconds + 30) / 60) min ago"
        case ..<172_800: return "\((seconds + 1800) / 3600) h ago"
        default: return "\((seconds + 43_200) / 86_400) d ago"
        }
    }
}
