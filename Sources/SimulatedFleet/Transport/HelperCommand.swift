import BrokerModel
import SSH

/// A command line that runs the helper, and nothing else.
struct HelperCommand: Sendable {
    /// As the shell gets it.
    let line: String

    /// What the command reads: perhaps the script, then the request.
    let input: [UInt8]

    /// Where the request begins in ``input``.
    let requestStart: Int

    /// Whether the script was sent along.
    let isPiped: Bool

    /// Nil when it runs anything else.
    init?(_ command: RemoteCommand) {
        let words = command.words.map(\.quoted)
        line = command.words.commandLine
        input = command.input
        guard words.starts(with: ["sudo", "-n"]) else { return nil }
        switch words.count {
        case 3 where words[2] == Self.installed:
            isPiped = false
            requestStart = 0
        case 7 where words[2] == "sh":
            guard let size = Int(words[6]), size <= command.input.count else { return nil }
            isPiped = true
            requestStart = size
        default: return nil
        }
    }

    /// Whether antiloop containers are asked for their state.
    var asksForProbes: Bool {
        input.count - requestStart < 4000
            && String(decoding: input[requestStart...], as: UTF8.self).contains("\nprobe\n")
    }

    private static let installed = "/usr/local/lib/isobar/isobar-helper"
}
