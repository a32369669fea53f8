import BrokerModel
import Foundation
import Hummingbird

/// The query of a request. What is not known, or has not the form it takes, is
/// refused by name: a filter that is not understood would show too much.
struct QueryReader {
    private let pairs: [(name: String, value: String)]

    /// - Parameter known: the names there are.
    init(_ request: Request, known: Set<String>) throws {
        pairs = try (request.uri.query ?? "").split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (try Self.decoded(parts[0]), parts.count > 1 ? try Self.decoded(parts[1]) : "")
        }
        for (name, _) in pairs where !known.contains(name) {
            throw Self.refusal(
                name, "there is no such parameter here; there are: \(known.sorted().joined(separator: ", "))")
        }
    }

    /// As programs write a query, where a plus is a space (WHATWG URL,
    /// application/x-www-form-urlencoded).
    private static func decoded(_ text: Substring) throws -> String {
        let spaced = text.replacing("+", with: " ")
        guard let decoded = spaced.removingPercentEncoding else {
            throw refusal(String(text.prefix(100)), "that is no percent-encoded text in UTF-8")
        }
        return decoded
    }

    /// Each time it is given.
    func texts(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    /// Nil when it is not given.
    func text(_ name: String) throws -> String? {
        let all = texts(name)
        guard all.count <= 1 else { throw Self.refusal(name, "it is given more than once") }
        return all.first
    }

    func values<Value>(_ name: String, _ form: String, _ parse: (String) -> Value?) throws -> [Value] {
        try texts(name).map { text in
            guard let value = parse(text) else { throw Self.refusal(name, "'\(text.prefix(100))' is not \(form)") }
            return value
        }
    }

    func value<Value>(_ name: String, _ form: String, _ parse: (String) -> Value?) throws -> Value? {
        guard let text = try self.text(name) else { return nil }
        guard let value = parse(text) else { throw Self.refusal(name, "'\(text.prefix(100))' is not \(form)") }
        return value
    }

    func moment(_ name: String) throws -> Timestamp? {
        try value(name, "a time such as 2026-11-21T10:00:00Z (RFC 3339)") { text in
            // An offset as people write it into a query: 10:00:00+01:00.
            Timestamp(text) ?? Timestamp(text.replacing(" ", with: "+"))
        }
    }

    private static func refusal(_ name: String, _ response: String) -> Failure {
        Failure(.usage, attempted: "read the query", on: name, response: response)
    }
}
