/// Why a file is no YAML document, and where.
struct SyntaxError: Error {
    var message: String
    var hint: String?
    var line: Int
    var column: Int

    init(_ message: String, hint: String? = nil, line: Int = 1, column: Int = 1) {
        self.message = message
        self.hint = hint
        self.line = line
        self.column = column
    }
}
