/// One channel of a ``Session``. Belongs to the session's thread and must not
/// outlive the session.
protocol SessionChannel {
    /// Asks the server to run a command; `false`: it refused.
    func start(_ commandLine: String) throws -> Attempt<Bool>

    /// Reads what has arrived; 0 when nothing has.
    func read(_ source: ChannelSource, into room: UnsafeMutableRawBufferPointer) throws -> Int

    /// Sends the front of `bytes`; how much of it went. After 0 the same bytes
    /// have to be offered again first.
    func write(_ bytes: ArraySlice<UInt8>) throws -> Int

    func endInput() throws -> Attempt<Void>

    /// Tells the server that we are through with the channel; what it still
    /// sends has to be read.
    func close() throws -> Attempt<Void>

    /// Everything the server sent has been taken and it closed its side.
    func isEnded() throws -> Bool

    /// How the command ended; meaningful once ``isEnded()``.
    var ending: CommandResult.Ending { get }

    /// Gives the channel back, once ``isEnded()``. After `true` it must not be
    /// used any more.
    func free() -> Bool
}

/// The two ways a command's output takes; the values are those of libssh2 and
/// of RFC 4254, 5.2 (`SSH_EXTENDED_DATA_STDERR`).
enum ChannelSource: Int32 {
    case output = 0
    case errorOutput = 1
}
