/// How long a transport waits before it gives up on the other side.
public struct SSHTimeouts: Sendable, Hashable {
    /// From the first packet to an authenticated session.
    public var connect: Duration

    /// How long a session may be silent before the host is asked for a sign of
    /// life.
    public var pingAfter: Duration

    /// How long the host may take to answer before the session is given up.
    public var pingDeadline: Duration

    /// How long a command may wait for a free channel.
    public var queue: Duration

    public init(
        connect: Duration = .seconds(10),
        pingAfter: Duration = .seconds(10),
        pingDeadline: Duration = .seconds(10),
        queue: Duration = .seconds(120)
    ) {
        self.connect = connect
        self.pingAfter = pingAfter
        self.pingDeadline = pingDeadline
        self.queue = queue
    }
}
