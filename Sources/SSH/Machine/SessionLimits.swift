/// The bounds a session keeps.
struct SessionLimits: Sendable, Equatable {
    /// OpenSSH's default `MaxSessions`.
    var channels = 10

    /// Streams live long; the rest stays free for commands.
    var streams = 5

    /// A stream whose reader is behind by this many bytes is not read from any
    /// more. Up to one receive window (``Libssh2Channel/window``) may still be
    /// under way then.
    var unreadOutput = 256 << 10

    /// What a command may write before it is ended: its output is held in
    /// memory.
    var collectedOutput = 256 << 20

    /// How much of a standard error is kept for, or put into, a failure.
    var errorTail = 16 << 10

    /// `timeout -k`: how long after the first signal a command is killed.
    var killAfter = Duration.seconds(5)

    /// How much later than the host's own `timeout` the local deadline comes,
    /// and how long a closed channel may take to go away.
    var grace = Duration.seconds(5)
}
