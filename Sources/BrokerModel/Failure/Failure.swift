/// What went wrong, in the four parts an operator needs: what was attempted,
/// on what, what came back and what to do about it.
///
/// Every error that reaches a user is a `Failure`. Its `code` decides the
/// exit status, the HTTP status and whether a retry makes sense; the texts are
/// for people and carry no secret.
public struct Failure: Error, Sendable, Equatable {
    /// The kind of failure, from the one table in ``FailureCode``.
    public var code: FailureCode

    /// What was attempted, as an infinitive: "open an SSH session".
    public var attempted: String

    /// The object of the attempt: a host, a file, a resource address.
    public var subject: String

    /// What came back: the other side's own words, one or more lines.
    public var response: String

    /// What the reader can do about it, when there is something to do.
    public var remedy: String?

    public init(
        _ code: FailureCode,
        attempted: String,
        on subject: String,
        response: String,
        remedy: String? = nil
    ) {
        self.code = code
        self.attempted = attempted
        self.subject = subject
        self.response = response
        self.remedy = remedy
    }
}

extension Failure: CustomStringConvertible {
    /// One sentence, then the remedy on a line of its own.
    public var description: String {
        var text = "could not \(attempted) (\(subject)): \(response)"
        if let remedy {
            text += "\n  hint: \(remedy)"
        }
        return text
    }
}
