import BrokerModel
import Reports

/// Diagnostics, one a line with its hint below, and how many there are.
enum DiagnosticText {
    static func write(_ diagnostics: [Diagnostic], subject: String) {
        for diagnostic in diagnostics { StandardStream.error.write("\(diagnostic)\n") }
        StandardStream.error.write(summary(diagnostics, subject: subject) + "\n")
    }

    static func summary(_ diagnostics: [Diagnostic], subject: String) -> String {
        let errors = diagnostics.count { $0.severity == .error }
        let warnings = diagnostics.count - errors
        return "\(subject): \(CountText.text(errors, "error")), \(CountText.text(warnings, "warning"))"
    }
}
