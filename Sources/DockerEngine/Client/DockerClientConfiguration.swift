/// How many streams a client may open and how long it waits for answers.
public struct DockerClientConfiguration: Sendable, Hashable {
    /// Streams for changes at most. A stop takes as long as the process in the
    /// container wants, a start about 0.3 s; with one stream they would queue.
    public var changeStreams = 3

    /// For the stream and the first ping. An engine that systemd starts on
    /// demand takes 4 s.
    public var openDeadline = Duration.seconds(30)

    /// For everything that only looks.
    public var queryDeadline = Duration.seconds(30)

    /// For every change, in addition to the time-out of a stop.
    public var changeDeadline = Duration.seconds(60)

    /// For a pull or a load.
    public var transferDeadline = Duration.seconds(1800)

    public init() {}
}
