import BrokerModel
import Hummingbird

/// The query of a request. What is not known, or has not the form it takes, is
/// refused by name: a filter that is not understood would show too much.
struct QueryReader {
    private let pairs: [(name: String, value: String)]

    /// - Parameter known: the names there are.
    init(_ request: Request, known: Set<String>) throws {
        pairs = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
        for (name, _) in pairs where !known.contains(name) {
            throw Self.refusal(
                name, "there is no such parameter here; there are: \(known.sorted().joined(separator: ", "))")
        }
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
        try value(name, "a time such as 2026-11-21T10:00:00Z (RFC 3339)") { Timestamp($0) }
    }

    private static func refusal(_ name: String, _ response: String) -> Failure {
        Failure(.usage, attempted: "read the query", on: name, response: response)
    }
}
