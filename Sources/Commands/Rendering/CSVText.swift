/// Rows as comma-separated values (RFC 4180).
enum CSVText {
    static func text(header: [String], rows: [[String]]) -> String {
        ([header] + rows).map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
    }

    /// A cell that spreadsheets take for a formula gets an apostrophe before
    /// it, which makes it text (OWASP, "CSV Injection").
    static func cell(_ text: String) -> String {
        let formula: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
        let isFormula = text.unicodeScalars.first.map(formula.contains) ?? false
        let safe = isFormula ? "'" + text : text
        let isPlain = safe.unicodeScalars.allSatisfy { !["\"", ",", "\r", "\n"].contains($0) }
        return isPlain ? safe : "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
