import Logging
import Synchronization

/// What a service said.
final class LogCollector: Sendable {
    struct Line: Sendable {
        var level: Logger.Level
        var message: String
        var metadata: [String: String]
    }

    private let collected = Mutex<[Line]>([])

    var lines: [Line] { collected.withLock { $0 } }
    func add(_ line: Line) { collected.withLock { $0.append(line) } }
    func contains(_ message: String) -> Bool { lines.contains { $0.message.hasPrefix(message) } }
}
