/// Shares of time as people read them: `99.83 %`.
public enum ShareText {
    /// To a hundredth of a percent, never rounded up to what was not reached:
    /// what is not whole is at most 99.99 %.
    public static func text(_ share: Double?) -> String {
        guard let share else { return "-" }
        // What only the arithmetic lacks is there: 80 % is not 79.99 %.
        let hundredths = Int((share * 10_000 + 1e-6).rounded(.down))
        let digits = String(hundredths % 100)
        return "\(hundredths / 100).\(digits.count < 2 ? "0" + digits : digits) %"
    }
}
