/// A channel of a ``ChannelConnection``.
///
/// Its life: asked for, then refused or confirmed; a command is asked for, then
/// refused or running; each side says when nothing more comes and closes its
/// side. Gone when both sides are closed and what came was taken.
final class ProxiedChannel: SessionChannel {
    /// How much the server may send ahead of us; renewed only for what is taken
    /// out. The same as ``Libssh2Channel/window``.
    static let window = 1 << 20

    /// How much the server may send in one packet.
    static let longestData = 32 << 10

    enum Opening {
        case asked
        case refused
        case confirmed
    }

    /// What became of a channel request that wants a reply.
    private enum Reply {
        case notAsked
        case asked
        case granted
        case refused
    }

    let id: UInt32
    private unowned let connection: ChannelConnection

    private(set) var opening = Opening.asked
    private var remoteID: UInt32 = 0
    private var command = Reply.notAsked

    // Towards us.
    private var output = ByteQueue()
    private var errorOutput = ByteQueue()
    private var receiveWindow = window
    private var takenSinceRenewal = 0
    private var isClosedByServer = false
    private var reportedEnding: CommandResult.Ending?

    // Towards the server.
    private var sendWindow = 0
    private var longestSend = 0
    private var isInputEnded = false
    private var isClosedByUs = false

    init(id: UInt32, on connection: ChannelConnection) {
        self.id = id
        self.connection = connection
    }

    /// Whether a command was started and neither side has closed the channel.
    var isRunning: Bool {
        command == .granted && !isClosedByUs && !isClosedByServer
    }

    // MARK: - Asking

    func start(_ commandLine: String) throws -> Attempt<Bool> {
        switch command {
        case .notAsked:
            command = .asked
            send(.channelRequest) {
                $0.string("exec")
                $0.boolean(true)
                $0.string(commandLine)
            }
            return .again
        case .asked: return isClosedByServer ? .done(false) : .again
        case .granted: return .done(true)
        case .refused: return .done(false)
        }
    }

    /// Sends a request of a type no server knows: the refusal proves that the
    /// host is there.
    func probe() {
        send(.channelRequest) {
            $0.string("liveness@isobar.io")
            $0.boolean(true)
        }
    }

    func read(_ source: ChannelSource, into room: UnsafeMutableRawBufferPointer) -> Int {
        let count =
            switch source {
            case .output: output.take(into: room)
            case .errorOutput: errorOutput.take(into: room)
            }
        takenSinceRenewal += count
        if takenSinceRenewal >= Self.window / 2, !isClosedByServer, !isClosedByUs {
            receiveWindow += takenSinceRenewal
            send(.channelWindowAdjust) { $0.integer(UInt32(takenSinceRenewal)) }
            takenSinceRenewal = 0
        }
        return count
    }

    func write(_ bytes: ArraySlice<UInt8>) -> Int {
        // A channel the server closed takes everything, as a closed pipe would
        // have had to: the command's own ending tells what became of it.
        guard !isClosedByServer, !isClosedByUs else { return bytes.count }
        let count = min(bytes.count, sendWindow, longestSend)
        guard count > 0 else { return 0 }
        sendWindow -= count
        send(.channelData) { $0.string(bytes.prefix(count)) }
        return count
    }

    func endInput() -> Attempt<Void> {
        if !isInputEnded, !isClosedByUs {
            isInputEnded = true
            send(.channelEOF) { _ in }
        }
        return .done(())
    }

    func close() -> Attempt<Void> {
        if !isClosedByUs, opening == .confirmed {
            isClosedByUs = true
            send(.channelClose) { _ in }
        }
        return .done(())
    }

    func isEnded() -> Bool {
        isClosedByServer && output.isEmpty && errorOutput.isEmpty
    }

    /// A server that tells nothing leaves what ssh(1) leaves: 255.
    var ending: CommandResult.Ending { reportedEnding ?? .status(255) }

    func free() -> Bool {
        connection.remove(self)
        return true
    }

    private func send(_ message: ConnectionMessage, _ body: (inout SSHWireWriter) -> Void) {
        connection.send(message) {
            $0.integer(remoteID)
            body(&$0)
        }
    }

    // MARK: - Receiving

    func receive(_ message: ConnectionMessage, _ reader: inout SSHWireReader) throws(ConnectionViolation) {
        switch (message, opening) {
        case (.channelOpenConfirmation, .asked):
            guard let sender = reader.integer(), let window = reader.integer(), let longest = reader.integer() else {
                throw ConnectionViolation("a confirmation that is cut short")
            }
            opening = .confirmed
            (remoteID, sendWindow, longestSend) = (sender, Int(window), Int(min(longest, 128 << 10)))
        case (.channelOpenFailure, .asked):
            opening = .refused
        case (_, .confirmed) where !isClosedByServer:
            try receiveOpen(message, &reader)
        default:
            throw ConnectionViolation("message \(message.rawValue) out of turn on the channel \(id)")
        }
    }

    private func receiveOpen(_ message: ConnectionMessage, _ reader: inout SSHWireReader) throws(ConnectionViolation) {
        switch message {
        case .channelWindowAdjust:
            guard let more = reader.integer() else { throw ConnectionViolation("a window that is cut short") }
            sendWindow += Int(more)
        case .channelData:
            output.append(try data(&reader))
        case .channelExtendedData:
            guard let type = reader.integer() else { throw ConnectionViolation("data that is cut short") }
            let bytes = try data(&reader)
            // Other types than standard error do not exist yet; what they are
            // for is unknown to us, but they take of the window.
            if type == 1 { errorOutput.append(bytes) } else { takenSinceRenewal += bytes.count }
        case .channelRequest:
            takeEnding(&reader)
        case .channelSuccess where command == .asked:
            command = .granted
        case .channelFailure where command == .asked:
            command = .refused
        case .channelSuccess, .channelFailure, .channelEOF:
            // The answer to a probe; and what comes before the closing.
            break
        case .channelClose:
            isClosedByServer = true
            _ = close()
        case .channelOpen, .channelOpenConfirmation, .channelOpenFailure:
            throw ConnectionViolation("message \(message.rawValue) out of turn on the channel \(id)")
        }
    }

    private func data(_ reader: inout SSHWireReader) throws(ConnectionViolation) -> ArraySlice<UInt8> {
        guard let bytes = reader.string() else { throw ConnectionViolation("data that is cut short") }
        guard bytes.count <= receiveWindow else { throw ConnectionViolation("more data than the window allows") }
        receiveWindow -= bytes.count
        return bytes
    }

    /// `exit-status` and `exit-signal` (RFC 4254, 6.10); other requests, such as
    /// OpenSSH's `eow@openssh.com`, change nothing.
    private func takeEnding(_ reader: inout SSHWireReader) {
        guard let type = reader.string(), reader.bytes(1) != nil else { return }
        switch String(decoding: type, as: UTF8.self) {
        case "exit-status":
            if let status = reader.integer() { reportedEnding = .status(Int32(bitPattern: status)) }
        case "exit-signal":
            if let name = reader.string() { reportedEnding = .signal(String(decoding: name, as: UTF8.self)) }
        default:
            break
        }
    }
}
