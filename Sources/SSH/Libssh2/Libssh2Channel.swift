internal import BrokerModel
internal import CLibssh2

/// One channel of a session. Belongs to the session's thread and must not
/// outlive the session.
struct Libssh2Channel: SessionChannel {
    /// How much the server may send ahead of us: the bound of what libssh2
    /// holds for a channel nobody reads from. It renews the window only for
    /// what is taken out.
    static let window: UInt32 = 1 << 20

    private let handle: OpaquePointer
    private unowned let session: Libssh2Session

    init(_ handle: OpaquePointer, of session: Libssh2Session) {
        self.handle = handle
        self.session = session
    }

    /// Asks the server to run a command; `false`: it refused.
    func start(_ commandLine: String) throws(Libssh2Error) -> Attempt<Bool> {
        let code = libssh2_channel_process_startup(
            handle, "exec", 4, commandLine, UInt32(commandLine.utf8.count))
        guard code != LIBSSH2_ERROR_CHANNEL_REQUEST_DENIED else { return .done(false) }
        switch try session.attempt(code) {
        case .done: return .done(true)
        case .again: return .again
        }
    }

    /// Reads what has arrived; 0 when nothing has.
    func read(_ source: ChannelSource, into room: UnsafeMutableRawBufferPointer) throws(Libssh2Error) -> Int {
        let memory = room.assumingMemoryBound(to: CChar.self)
        let count = libssh2_channel_read_ex(handle, source.rawValue, memory.baseAddress, memory.count)
        guard count != Int(LIBSSH2_ERROR_EAGAIN) else { return 0 }
        try session.check(Int32(truncatingIfNeeded: min(count, 0)))
        return count
    }

    /// Sends the front of `bytes`; how much of it went. After 0 the same bytes
    /// have to be offered again first.
    func write(_ bytes: ArraySlice<UInt8>) throws(Libssh2Error) -> Int {
        let count = bytes.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                libssh2_channel_write_ex(handle, 0, bytes.baseAddress, bytes.count)
            }
        }
        guard count != Int(LIBSSH2_ERROR_EAGAIN) else { return 0 }
        try session.check(Int32(truncatingIfNeeded: min(count, 0)))
        return count
    }

    func endInput() throws(Libssh2Error) -> Attempt<Void> {
        try session.attempt(libssh2_channel_send_eof(handle))
    }

    /// Tells the server that we are through with the channel. Done does not
    /// mean that the server is: libssh2 takes any packet for its consent.
    func close() throws(Libssh2Error) -> Attempt<Void> {
        try session.attempt(libssh2_channel_close(handle))
    }

    /// Everything the server sent has been taken and it closed its side.
    func isEnded() throws(Libssh2Error) -> Bool {
        guard libssh2_channel_eof(handle) == 1 else { return false }
        switch try session.attempt(libssh2_channel_wait_closed(handle)) {
        case .done: return true
        case .again: return false
        }
    }

    /// How the command ended; meaningful once ``isEnded()``.
    var ending: CommandResult.Ending {
        var name: UnsafeMutablePointer<CChar>?
        var count = 0
        libssh2_channel_get_exit_signal(handle, &name, &count, nil, nil, nil, nil)
        if let name {
            defer { session.free(name) }
            return .signal(String(cString: name))
        }
        return .status(libssh2_channel_get_exit_status(handle))
    }

    /// Gives the channel back, once ``isEnded()``, so that it does not wait for
    /// the server. After `true` it must not be used any more.
    func free() -> Bool {
        libssh2_channel_free(handle) != LIBSSH2_ERROR_EAGAIN
    }
}
