import Foundation

/// A flat map of texts as JSON, keys in order, so that equal maps are equal
/// texts and are stored once.
enum JSONRecord {
    static func text(_ record: [String: String]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(record), as: UTF8.self)
    }

    /// The inverse of ``text(_:)``; empty for what is no such text.
    static func read(_ text: String) -> [String: String] {
        (try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))) ?? [:]
    }
}
