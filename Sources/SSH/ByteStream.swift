/// A two-way stream of bytes to a process on a host.
///
/// One reader and one writer may work at the same time. `read` and `write`
/// honour task cancellation: the stream is then closed, the session it runs on
/// is not.
public protocol ByteStream: Sendable {
    /// The next bytes, at least one; empty only at the end of the stream.
    ///
    /// - Throws: ``Failure`` with `connectionLost` when the connection broke,
    ///   `cancelled` when the task was cancelled.
    func read() async throws -> [UInt8]

    /// Writes all of `bytes`, waiting for the other side to take them.
    func write(_ bytes: [UInt8]) async throws

    /// Tells the other side that nothing more comes; reading goes on.
    func finishWriting() async throws

    /// Gives the stream back. Idempotent.
    func close() async
}
