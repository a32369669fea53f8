/// One thing that leads a Redis cluster to what is wanted.
public struct RedisRepair: Sendable, Hashable {
    /// Who is told.
    public var host: HostName
    public var command: RedisCommand

    /// What it changes, in an operator's words: of whom, from what, to what.
    public var subject: String
    public var from: String
    public var to: String

    public init(_ host: HostName, _ command: RedisCommand, _ subject: String, from: String, to: String) {
        self.host = host
        self.command = command
        self.subject = subject
        self.from = from
        self.to = to
    }
}
