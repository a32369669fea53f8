/// The client's side of the SSH connection protocol (RFC 4254) as a
/// multiplexing OpenSSH master proxies it (PROTOCOL.mux in OpenSSH's source,
/// "Connection proxying"; `channels.c` says how): each packet is a `string` of a
/// padding length, which is not used, a message number and the message.
///
/// Does no I/O: bytes come in through ``receive(_:)`` and go out through
/// ``takeOutgoing()``. Belongs to one thread.
final class ChannelConnection {
    /// More than OpenSSH accepts in one packet (`PACKET_MAX_SIZE`).
    private static let longestPacket = 256 << 10

    private var incoming = ByteQueue()
    private var outgoing: [UInt8] = []
    private var channels: [UInt32: ProxiedChannel] = [:]
    private var lastID: UInt32 = 0

    /// How many packets came so far; each proves that the host is there.
    private(set) var packetsReceived: UInt64 = 0

    /// A channel on which a request can be sent, if there is one.
    var runningChannel: ProxiedChannel? {
        channels.values.filter(\.isRunning).min { $0.id < $1.id }
    }

    /// Asks for a channel of the type `session`.
    func open() -> ProxiedChannel {
        lastID &+= 1
        let channel = ProxiedChannel(id: lastID, on: self)
        channels[channel.id] = channel
        send(.channelOpen) {
            $0.string("session")
            $0.integer(channel.id)
            $0.integer(UInt32(ProxiedChannel.window))
            $0.integer(UInt32(ProxiedChannel.longestData))
        }
        return channel
    }

    /// Forgets a channel that both sides have closed, or that never stood.
    func remove(_ channel: ProxiedChannel) {
        channels[channel.id] = nil
    }

    func send(_ message: ConnectionMessage, _ body: (inout SSHWireWriter) -> Void) {
        var packet = SSHWireWriter()
        packet.byte(0)
        packet.byte(message.rawValue)
        body(&packet)
        var framed = SSHWireWriter()
        framed.string(packet.bytes)
        outgoing += framed.bytes
    }

    func takeOutgoing() -> [UInt8] {
        defer { outgoing = [] }
        return outgoing
    }

    /// Takes bytes as they come, whole packets or not.
    func receive(_ bytes: UnsafeRawBufferPointer) throws(ConnectionViolation) {
        incoming.append(bytes)
        while incoming.count >= 4 {
            let length = incoming.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            guard length <= Self.longestPacket else { throw ConnectionViolation("a packet of \(length) bytes") }
            guard incoming.count >= 4 + length else { return }
            let packet = incoming.prefix(4 + length).dropFirst(4)
            try take(packet)
            incoming.removeFirst(4 + length)
        }
    }

    private func take(_ packet: ArraySlice<UInt8>) throws(ConnectionViolation) {
        packetsReceived += 1
        var reader = SSHWireReader(packet.dropFirst(2))
        guard let number = packet.dropFirst().first, let id = reader.integer() else {
            throw ConnectionViolation("a packet that is cut short")
        }
        // Others are not passed on to us; a number from the future is none of
        // our channels' business.
        guard let message = ConnectionMessage(rawValue: number) else { return }
        guard let channel = channels[id] else {
            throw ConnectionViolation("message \(number) for the channel \(id), which is not open")
        }
        try channel.receive(message, &reader)
    }
}
