/// Why a property of a resource is as it is.
public struct PropertyOrigin: Encodable, Sendable, Equatable {
    /// A value it had, and the run that gave it.
    public struct Value: Encodable, Sendable, Equatable {
        /// Nil when it was taken away.
        public var value: String?
        public var run: Int64
        public var at: String?
        public var actor: String

        /// Hexadecimal digits.
        public var commit: String?
        public var action: String

        /// `pending`: git had moved; `drift`: the host had.
        public var cause: String
    }

    /// A line of the desired state.
    public struct Line: Encodable, Sendable, Equatable {
        public var file: String
        public var line: Int

        /// The keys that lead to the value; nil where the whole file, or several
        /// of its lines, gave it.
        public var field: String?
    }

    /// The commit that brought the line.
    public struct Commit: Encodable, Sendable, Equatable {
        public var commit: String
        public var author: String
        public var at: String
        public var summary: String

        /// Whether an older one may have: the search was ended.
        public var isBound: Bool
    }

    public var property: String
    public var current: Value

    /// Why the run changed it, in its own words.
    public var reason: String?
    public var line: Line?

    /// Who brought the line, and when; nil without one.
    public var introduced: Commit?

    /// The newest first.
    public var earlier: [Value]

    /// Whether there may be more before these.
    public var hasEarlier: Bool
}
