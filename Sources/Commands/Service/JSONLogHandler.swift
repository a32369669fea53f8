import BrokerModel
import Foundation
import Logging

/// One JSON object a line on standard error: `time`, `level`, `message` and
/// what else is known, by name.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level

    private let clock: @Sendable () -> Timestamp

    init(level: Logger.Level, clock: @escaping @Sendable () -> Timestamp = WallClock.now) {
        logLevel = level
        self.clock = clock
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues(\.description)
        fields["time"] = clock().description
        fields["level"] = event.level.rawValue
        fields["message"] = event.message.description
        StandardStream.error.write(Self.line(fields))
    }

    /// The fields by name, but what everybody looks for first.
    private static func line(_ fields: [String: String]) -> String {
        let first = ["time", "level", "message"]
        let keys = first + fields.keys.filter { !first.contains($0) }.sorted()
        let members = keys.map { "\(quoted($0)):\(quoted(fields[$0] ?? ""))" }
        return "{" + members.joined(separator: ",") + "}\n"
    }

    private static func quoted(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }
}
