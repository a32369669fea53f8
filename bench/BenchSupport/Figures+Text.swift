extension Figures: CustomStringConvertible {
    /// `0.312 s (0.298 to 0.401, 9 runs)`, or `0.41 ms (…)` where seconds would
    /// say nothing.
    public var description: String {
        let text = median < .milliseconds(20) ? Self.millisecondsText : Self.text
        let unit = median < .milliseconds(20) ? "ms" : "s"
        guard runs > 1 else { return "\(text(median)) \(unit) (1 run)" }
        return "\(text(median)) \(unit) (\(text(minimum)) to \(text(maximum)), \(runs) runs)"
    }

    /// Seconds with three decimals.
    public static func text(_ duration: Duration) -> String {
        let milliseconds = Int((duration / .milliseconds(1)).rounded())
        return "\(milliseconds / 1_000).\(String(1_000 + milliseconds % 1_000).dropFirst())"
    }

    /// Milliseconds with two decimals.
    private static func millisecondsText(_ duration: Duration) -> String {
        let hundredths = Int((duration / .microseconds(10)).rounded())
        return "\(hundredths / 100).\(String(100 + hundredths % 100).dropFirst())"
    }
}
