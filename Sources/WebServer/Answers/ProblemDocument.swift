public import BrokerModel

/// An error in the form of RFC 9457, `application/problem+json`.
public struct ProblemDocument: Codable, Sendable, Equatable {
    /// `urn:isobar:problem:` and the failure's code.
    public var type: String
    public var title: String
    public var status: Int

    /// What came back.
    public var detail: String

    /// What was attempted, and on what.
    public var attempted: String?
    public var subject: String?

    /// What the reader can do about it.
    public var remedy: String?

    public init(_ failure: Failure) {
        type = Self.prefix + failure.code.name
        title = "could not \(failure.attempted)"
        status = failure.code.httpStatus
        detail = failure.response
        attempted = failure.attempted
        subject = failure.subject
        remedy = failure.remedy
    }

    /// A problem that no failure of the table is.
    public init(_ name: String, status: Int, title: String, detail: String, remedy: String? = nil) {
        type = Self.prefix + name
        self.title = title
        self.status = status
        self.detail = detail
        self.remedy = remedy
    }

    /// The failure this tells of; nil when it is none of this version's table.
    public var failure: Failure? {
        guard type.hasPrefix(Self.prefix), let code = FailureCode(named: String(type.dropFirst(Self.prefix.count)))
        else { return nil }
        return Failure(
            code, attempted: attempted ?? title, on: subject ?? "the service", response: detail, remedy: remedy)
    }

    private static let prefix = "urn:isobar:problem:"
}
