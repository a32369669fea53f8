import BrokerModel

/// How long ago something was, as people say it: `just now`, `3 min ago`.
enum AgoText {
    static func text(_ moment: Timestamp, now: Timestamp) -> String {
        let seconds = (now - moment).components.seconds
        switch seconds {
        case ..<5: return "just now"
        case ..<90: return "\(seconds) s ago"
        case ..<5400: return "\((seconds + 30) / 60) min ago"
        case ..<172_800: return "\((seconds + 1800) / 3600) h ago"
        default: return "\((seconds + 43_200) / 86_400) d ago"
        }
    }

    /// A time as documents write it; itself when it is none.
    static func text(_ moment: String, now: Timestamp) -> String {
        Timestamp(moment).map { text($0, now: now) } ?? moment
    }
}
