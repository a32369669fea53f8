extension Figures: CustomStringConvertible {
    /// `0.312 s (0.298 to 0.401, 9 runs)`.
    public var description: String {
        guard runs > 1 else { return "\(Self.text(median)) s (1 run)" }
        return "\(Self.text(median)) s (\(Self.text(minimum)) to \(Self.text(maximum)), \(runs) runs)"
    }

    /// Seconds with three decimals.
    public static func text(_ duration: Duration) -> String {
        let milliseconds = duration / .milliseconds(1)
        let whole = Int(milliseconds.rounded())
        let decimals = String(1_000 + whole % 1_000).dropFirst()
        return "\(whole / 1_000).\(decimals)"
    }
}
