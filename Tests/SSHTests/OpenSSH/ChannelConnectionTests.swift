import Testing

@testable import SSH

/// The SSH connection protocol without a server.
@Suite struct ChannelConnectionTests {
    private let connection = ChannelConnection()

    private func packet(
        _ message: ConnectionMessage, _ id: UInt32, _ body: (inout SSHWireWriter) -> Void = { _ in }
    ) -> [UInt8] {
        var inner = SSHWireWriter()
        inner.byte(0)
        inner.byte(message.rawValue)
        inner.integer(id)
        body(&inner)
        var outer = SSHWireWriter()
        outer.string(inner.bytes)
        return outer.bytes
    }

    private func receive(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try connection.receive($0) }
    }

    /// A channel whose server allows `window` bytes and no more than 100 at once.
    private func running(window: UInt32 = 1000) throws -> ProxiedChannel {
        let channel = connection.open()
        try receive(
            packet(.channelOpenConfirmation, channel.id) {
                $0.integer(7)
                $0.integer(window)
                $0.integer(100)
            })
        _ = try channel.start("true")
        try receive(packet(.channelSuccess, channel.id))
        _ = connection.takeOutgoing()
        return channel
    }

    private func read(_ channel: ProxiedChannel, _ source: ChannelSource = .output, _ limit: Int = 1 << 20) -> [UInt8] {
        var room = [UInt8](repeating: 0, count: limit)
        let count = room.withUnsafeMutableBytes { channel.read(source, into: $0) }
        return Array(room[..<count])
    }

    @Test func theServersWindowAndPacketSizeAreKept() throws {
        let channel = try running(window: 150)
        let bytes = [UInt8].pattern(400, seed: 1)
        #expect(channel.write(bytes[...]) == 100)
        #expect(channel.write(bytes[100...]) == 50)
        #expect(channel.write(bytes[150...]) == 0)
        try receive(packet(.channelWindowAdjust, channel.id) { $0.integer(30) })
        #expect(channel.write(bytes[150...]) == 30)
    }

    @Test func ourWindowIsRenewedForWhatIsTaken() throws {
        let channel = try running()
        let half = [UInt8](repeating: 1, count: ProxiedChannel.window / 2)
        for start in stride(from: 0, to: half.count, by: 32 << 10) {
            try receive(packet(.channelData, channel.id) { $0.string(half[start..<start + (32 << 10)]) })
        }
        #expect(connection.takeOutgoing() == [])
        #expect(read(channel) == half)
        let renewal = packet(.channelWindowAdjust, 7) { $0.integer(UInt32(ProxiedChannel.window / 2)) }
        #expect(connection.takeOutgoing() == renewal)
    }

    @Test func aServerThatSendsMoreThanItMayIsLeft() throws {
        let channel = try running()
        let data = packet(.channelData, channel.id) { $0.string([UInt8](repeating: 0, count: 32 << 10)) }
        for _ in 0..<32 { try receive(data) }
        #expect(throws: ConnectionViolation.self) { try receive(data) }
    }

    @Test(arguments: [1, 2, 3, 7, 1000])
    func packetsComeInAnyPieces(_ size: Int) throws {
        let channel = try running()
        var bytes = packet(.channelData, channel.id) { $0.string("out") }
        bytes += packet(.channelExtendedData, channel.id) {
            $0.integer(1)
            $0.string("err")
        }
        bytes += packet(.channelRequest, channel.id) {
            $0.string("exit-signal")
            $0.boolean(false)
            $0.string("SEGV")
            $0.boolean(false)
            $0.string("")
            $0.string("")
        }
        bytes += packet(.channelEOF, channel.id) + packet(.channelClose, channel.id)
        for start in stride(from: 0, to: bytes.count, by: size) {
            try receive(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        #expect(!channel.isEnded())
        #expect(read(channel).text == "out")
        #expect(read(channel, .errorOutput).text == "err")
        #expect(channel.isEnded())
        #expect(channel.ending == .signal("SEGV"))
        #expect(connection.takeOutgoing() == packet(.channelClose, 7))
    }

    @Test func aChannelWithoutAnEndingWordEndsAsSSHSaysIt() throws {
        let channel = try running()
        try receive(packet(.channelClose, channel.id))
        #expect(channel.isEnded())
        #expect(channel.ending == .status(255))
    }

    @Test func whatComesOutOfTurnIsAViolation() throws {
        let channel = try running()
        let wrong = [
            packet(.channelOpenFailure, channel.id), packet(.channelData, 99) { $0.string("x") },
            packet(.channelData, channel.id), [0, 0, 0, 2, 0, 94], [0xFF, 0, 0, 0],
        ]
        for bytes in wrong {
            #expect(throws: ConnectionViolation.self, "\(bytes)") { try receive(bytes) }
        }
    }

    @Test(arguments: 0..<64 as Range<UInt64>)
    func noBytesAreTooMuch(_ seed: UInt64) throws {
        let channel = try running()
        // Whole packets with broken insides, which reach further than noise.
        for round in 0..<40 {
            let noise = [UInt8].pattern(Int(seed % 23) + round, seed: seed &* 1000 + UInt64(round))
            var inner = SSHWireWriter()
            inner.byte(0)
            inner.byte(90 + (noise.first ?? 0) % 12)
            inner.integer(round % 3 == 0 ? 99 : channel.id)
            var outer = SSHWireWriter()
            outer.string(inner.bytes + noise)
            try? receive(outer.bytes)
            _ = read(channel, .output, 16)
        }
        _ = channel.isEnded()
    }
}
