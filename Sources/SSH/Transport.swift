public import BrokerModel

/// A way to one host: one connection, many commands and streams on it.
///
/// Implementations: ``SSHTransport`` with libssh2 in this process or with the
/// system's OpenSSH client, and the simulated fleet. All obey the same contract and pass the same tests:
/// - Host keys are pinned; a mismatch is `hostKeyMismatch` and nothing is sent.
/// - Cancelling a task closes its channel and leaves the session to the others.
/// - After `connectionLost` the next call connects again by itself.
/// - At most ten channels at once; further calls wait for a free one.
public protocol Transport: Sendable {
    /// The implementation that reaches the host; nil as long as that is not
    /// known, and where there is but one.
    var implementationInUse: HostAccess.Transport? { get }

    /// Runs a command to its end.
    ///
    /// A command that exits with a status other than 0 is a result, not an
    /// error. When the task is cancelled, the caller is answered at once; the
    /// command itself is not told, and holds its channel until it ends.
    ///
    /// - Throws: ``Failure`` with `deadlineExceeded` past the command's time,
    ///   `connectionLost` when it is unknown how far the command came,
    ///   `cancelled`, or what kept the host from being reached.
    func run(_ command: RemoteCommand) async throws -> CommandResult

    /// Starts a command and hands over its standard input and output.
    ///
    /// `timeout` bounds the opening, not the life of the stream. What the
    /// command writes to standard error is part of the failure when the stream
    /// ends with a status other than 0.
    func open(_ command: RemoteCommand) async throws -> any ByteStream

    /// Ends the connection and everything on it. Idempotent.
    func close() async
}

extension Transport {
    public var implementationInUse: HostAccess.Transport? { nil }
}
