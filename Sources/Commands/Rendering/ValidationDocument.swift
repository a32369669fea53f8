import BrokerModel

/// The result of `isobar validate` as JSON.
struct ValidationDocument: Encodable {
    struct Entry: Encodable {
        let file: String
        let line: Int
        let column: Int
        let severity: Diagnostic.Severity
        let message: String
        let hint: String?
    }

    let formatVersion = 1
    let subject: String
    let valid: Bool
    let diagnostics: [Entry]

    init(subject: String, diagnostics: [Diagnostic]) {
        self.subject = subject
        valid = !diagnostics.contains { $0.severity == .error }
        self.diagnostics = diagnostics.map {
            Entry(
                file: $0.position.file, line: $0.position.line, column: $0.position.column, severity: $0.severity,
                message: $0.message, hint: $0.hint)
        }
    }
}
