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

        /// True of a value somebody gave by hand: the run is the one that found it
        /// and took it away. Nil of all others.
        public var byHand: Bool?
    }

    /// A line of the desired state.
    public struct Line: Encodable, Sendable, Equatable {
        public var file: String
        public var line: Int

        /// The keys that lead to the value; nil where the whole file, or several
        /// of its lines, gave it.
        public var field: String?
    }

    /// The commit that brought the line; where no line is found, the one that
    /// was applied, or one before it.
    public struct Commit: Encodable, Sendable, Equatable {
        public var commit: String
        public var author: String
        public var at: String
        public var summary: String

        /// Whether an older one may have: the search was ended, or there is no line
        /// to look for.
        public var isBound: Bool
    }

    public var property: String
    public var current: Value

    /// Why the run changed it, in its own words.
    public var reason: String?
    public var line: Line?

    /// Who brought it, and when; nil where the repository does not have the
    /// commit any more.
    public var introduced: Commit?

    /// What it was seen to be at the last look, when that is not what the run
    /// gave.
    public var seen: String?

    /// The newest first.
    public var earlier: [Value]

    /// Whether there may be more before these.
    public var hasEarlier: Bool
}
