import BrokerModel
import Foundation

/// A file for others to read, such as an exported observation.
enum PublicFile {
    /// Whole or not at all: who reads it meanwhile reads the one before.
    static func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw Failure(
                .usage, attempted: "write a file", on: path, response: error.localizedDescription,
                remedy: "name a file in a directory that this user may write to")
        }
    }
}
