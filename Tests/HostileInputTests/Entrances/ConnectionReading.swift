@testable import SSH

/// What our side of the SSH connection protocol makes of what comes from a
/// host: two channels that asked for a command, and what became of each.
struct ConnectionReading: Equatable {
    struct Channel: Equatable {
        var opening: ProxiedChannel.Opening
        var isEnded: Bool
        var ending: CommandResult.Ending
        var output: [UInt8]
        var errorOutput: [UInt8]
    }

    private(set) var channels: [Channel] = []
    private var packets: UInt64 = 0
    private var violation: String?

    /// What our side answered by itself.
    private(set) var answers: [UInt8] = []

    init(of portions: [ArraySlice<UInt8>]) {
        let connection = ChannelConnection()
        let open = (0..<2).map { _ in connection.open() }
        for channel in open { _ = try? channel.start("true") }
        _ = connection.takeOutgoing()
        do {
            for portion in portions { try portion.withUnsafeBytes { try connection.receive($0) } }
        } catch {
            violation = "\(error)"
        }
        packets = connection.packetsReceived
        answers = connection.takeOutgoing()
        channels = open.map { channel in
            let output = Self.read(channel, .output)
            let errorOutput = Self.read(channel, .errorOutput)
            return Channel(
                opening: channel.opening, isEnded: channel.isEnded(), ending: channel.ending, output: output,
                errorOutput: errorOutput)
        }
        for channel in open { connection.remove(channel) }
    }

    private static func read(_ channel: ProxiedChannel, _ source: ChannelSource) -> [UInt8] {
        var room = [UInt8](repeating: 0, count: 2 * ProxiedChannel.window)
        let count = room.withUnsafeMutableBytes { channel.read(source, into: $0) }
        return Array(room[..<count])
    }
}
