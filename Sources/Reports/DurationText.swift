/// Durations as people read them: `0.4 s`, `12 s`, `3 min 20 s`, `5 d`.
public enum DurationText {
    public static func text(_ duration: Duration) -> String {
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        switch seconds {
        case ..<9.95:
            let tenths = Int((max(0, seconds) * 10).rounded())
            return "\(tenths / 10).\(tenths % 10) s"
        case ..<59.5:
            return "\(Int(seconds.rounded())) s"
        case ..<3600:
            let whole = Int(seconds.rounded())
            return "\(whole / 60) min" + (whole % 60 == 0 ? "" : " \(whole % 60) s")
        case ..<86_400:
            let minutes = Int((seconds / 60).rounded())
            return "\(minutes / 60) h" + (minutes % 60 == 0 ? "" : " \(minutes % 60) min")
        default:
            return "\(Int((seconds / 86_400).rounded())) d"
        }
    }
}
