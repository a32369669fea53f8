/// A value that must never be shown: it has no printable form.
///
/// Interpolating, describing, dumping or encoding a `Secret` gives
/// `(secret)`. The value leaves only through ``withRevealed(_:)``, which is
/// easy to search for in a review.
public struct Secret: Sendable, Hashable {
    private let value: String

    public init(_ value: String) {
        self.value = value
    }

    /// Lends the value to `body`, the only way out.
    public func withRevealed<Result, Failure: Error>(
        _ body: (String) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(value)
    }

    /// What stands in every text, plan and log in place of a secret.
    public static let placeholder = "(secret)"
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { Self.placeholder }
    public var debugDescription: String { Self.placeholder }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
