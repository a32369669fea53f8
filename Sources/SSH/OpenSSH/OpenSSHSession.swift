internal import Glibc

/// A session an OpenSSH master holds, on one connection to its control socket.
/// Belongs to one thread.
final class OpenSSHSession: Session {
    private let socket: SocketBuffers
    private let master: MasterProcess
    private let failures: SSHFailures
    private let connection = ChannelConnection()
    private let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)

    /// The channel that is being opened for a call.
    private var opening: ProxiedChannel?

    /// A question under way: the packets received before it was asked, and the
    /// channel opened for it.
    private var question: (after: UInt64, channel: ProxiedChannel?)?

    init(_ socket: SocketBuffers, of master: MasterProcess, _ failures: SSHFailures) {
        self.socket = socket
        self.master = master
        self.failures = failures
    }

    deinit {
        scratch.deallocate()
    }

    // MARK: - The socket

    func hear() throws -> Bool {
        master.listen()
        let before = connection.packetsReceived
        _ = try socket.fill()
        guard let base = scratch.baseAddress else { return false }
        while case let count = socket.give(to: base, scratch.count), count > 0 {
            try connection.receive(UnsafeRawBufferPointer(rebasing: scratch[..<count]))
        }
        try closeProbe()
        return connection.packetsReceived > before
    }

    func flush() throws {
        let bytes = connection.takeOutgoing()
        try bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
            guard socket.take(from: base, bytes.count) >= 0 else { throw SystemError(number: EPIPE) }
        }
        try socket.flush()
        // Whatever came before the end has been taken by now.
        if socket.isEnded { throw SystemError(number: EPIPE) }
    }

    var isEnded: Bool { socket.isEnded }
    var isCongested: Bool { socket.isCongested }

    var interests: [pollfd] {
        [
            pollfd(fd: socket.descriptor, events: socket.interest, revents: 0),
            pollfd(fd: master.errorOutput, events: Int16(POLLIN), revents: 0),
        ]
    }

    var endReason: String {
        master.listen()
        let words = OpenSSHDiagnosis(master.said, failures).lastWords
        return "the host closed the connection" + (words.map { " (ssh says: \($0))" } ?? "")
    }

    func disconnect() {
        socket.sever()
    }

    // MARK: - Channels

    func openChannel() throws -> Attempt<(any SessionChannel)?> {
        let channel = opening ?? connection.open()
        opening = channel
        switch channel.opening {
        case .asked:
            return .again
        case .refused:
            opening = nil
            connection.remove(channel)
            return .done(nil)
        case .confirmed:
            opening = nil
            return .done(channel)
        }
    }

    /// Asks on a channel where one is running, since the master keeps a place
    /// for ever for each open that was refused; else opens one and closes it,
    /// which starts nothing on the host.
    func ping() throws -> Attempt<Void> {
        guard let question else {
            let running = connection.runningChannel
            running?.probe()
            question = (connection.packetsReceived, running == nil ? connection.open() : nil)
            return .again
        }
        guard connection.packetsReceived > question.after, question.channel == nil else { return .again }
        self.question = nil
        return .done(())
    }

    private func closeProbe() throws {
        guard let channel = question?.channel else { return }
        switch channel.opening {
        case .asked:
            return
        case .confirmed:
            _ = channel.close()
            guard channel.isEnded() else { return }
        case .refused:
            break
        }
        connection.remove(channel)
        question?.channel = nil
    }
}
