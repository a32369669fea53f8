internal import BrokerModel
public import SSH

/// The Docker Engine of one host.
///
/// It speaks the Engine API (1.41 to 1.44: Docker 20.10 and later) over streams
/// that somebody else opens, as a rule `docker system dial-stdio` over SSH. The
/// streams are kept; every new one is pinged first, which also settles the API
/// version. A stream that breaks is opened once more for requests that may be
/// repeated.
///
/// Traffic is divided into lanes with streams of their own, so that looking is
/// never behind doing: queries (one stream), changes (a few), transfers of
/// images (one, closed after use), and one stream for every ``withEvents``.
///
/// - Note: Every method throws ``Failure``: `engineUnavailable` when there is
///   no engine to talk to, `engineRefused` and its more exact kinds
///   (`imageMissing`, `nameTaken`, `diskFull`) with the engine's own words,
///   `engineProtocol` for an answer that makes no sense, `connectionLost`,
///   `deadlineExceeded`, `cancelled`. The failures of the opener are passed on.
public struct DockerClient: Sendable {
    let queries: Lane
    let changes: Lane
    let transfers: Lane
    let opener: EngineOpener
    let failures: EngineFailures

    /// - Parameters:
    ///   - host: how the host is named in failures.
    ///   - configuration: streams and deadlines.
    ///   - clock: measures the deadlines.
    ///   - open: opens a stream to the engine.
    public init(
        host: String,
        configuration: DockerClientConfiguration = DockerClientConfiguration(),
        clock: any Clock<Duration> = ContinuousClock(),
        open: @escaping @Sendable () async throws -> any ByteStream
    ) {
        let failures = EngineFailures(host: host)
        let opener = EngineOpener(
            open: open, limits: HTTPLimits(),
            deadline: Deadline(limit: configuration.openDeadline, clock: clock), failures: failures)
        func lane(streams: Int, keepsIdle: Bool, _ deadline: Duration) -> Lane {
            Lane(
                pool: ConnectionPool(limit: max(1, streams), keepsIdle: keepsIdle, open: opener),
                failures: failures, deadline: Deadline(limit: deadline, clock: clock))
        }
        self.queries = lane(streams: 1, keepsIdle: true, configuration.queryDeadline)
        self.changes = lane(streams: configuration.changeStreams, keepsIdle: true, configuration.changeDeadline)
        self.transfers = lane(streams: 1, keepsIdle: false, configuration.transferDeadline)
        self.opener = opener
        self.failures = failures
    }

    /// Gives the idle streams back. The next request opens one again.
    public func close() async {
        await queries.pool.closeIdle()
        await changes.pool.closeIdle()
    }
}
