/// One thing to say about the desired state, with its place.
public struct Diagnostic: Sendable, Hashable {
    public enum Severity: String, Sendable, Hashable, Codable {
        /// The desired state cannot be used.
        case error
        /// It can be used; somebody should look.
        case warning
    }

    public var severity: Severity
    public var position: SourcePosition

    /// One line, without a full stop; values in it are shortened and escaped.
    public var message: String

    /// What to do about it, when that is known.
    public var hint: String?

    public init(_ severity: Severity, at position: SourcePosition, _ message: String, hint: String? = nil) {
        self.severity = severity
        self.position = position
        self.message = message
        self.hint = hint
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `FILE:LINE:COLUMN: error: message`, and the hint on a line of its own
    /// (CONTRACT section 2; the form compilers use, which editors can jump by).
    public var description: String {
        let place = "\(position.file):\(position.line):\(position.column)"
        let line = "\(place): \(severity.rawValue): \(message)"
        return hint.map { "\(line)\n  hint: \($0)" } ?? line
    }
}

extension Diagnostic: Comparable {
    /// By file, line and column; at one place errors first.
    public static func < (left: Self, right: Self) -> Bool {
        let (a, b) = (left.position, right.position)
        if a.file != b.file { return a.file < b.file }
        if a.line != b.line { return a.line < b.line }
        if a.column != b.column { return a.column < b.column }
        if left.severity != right.severity { return left.severity == .error }
        return left.message < right.message
    }
}
