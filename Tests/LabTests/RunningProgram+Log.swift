import Foundation
import Testing

/// The log of a service, JSON a line.
extension RunningProgram {
    /// Waits for words in its log.
    ///
    /// - Parameter times: how often they have to be there.
    func says(_ words: String, times: Int = 1) async throws {
        try await eventually(words, within: .seconds(90), seen: { lastLines }) {
            try #require(status == nil, "it ended: \(errorOutput)")
            return errorOutput.components(separatedBy: words).count > times
        }
    }

    var lastLines: String { errorOutput.split(separator: "\n").suffix(12).joined(separator: "\n") }

    /// A field of the last line of the log with a message.
    func field(_ name: String, ofLine message: String) -> String? {
        let line = errorOutput.split(separator: "\n").last { $0.contains("\"\(message)\"") }
        let object = line.flatMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: String] }
        return object?[name]
    }
}
