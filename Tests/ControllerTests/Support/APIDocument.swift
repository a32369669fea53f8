import Foundation
import Testing
import Yams

@testable import WebServer

/// The OpenAPI document, as a test reads it: what is not in it is not promised.
struct APIDocument {
    private let root: [String: Any]

    init() throws {
        let text = String(decoding: PackageResources.openapi_yaml, as: UTF8.self)
        root = try #require(try Yams.load(yaml: text) as? [String: Any])
    }

    private static let methods: Set<String> = ["get", "post", "put", "patch", "delete"]

    /// All operations: `GET /api/v1/runs/{id}`.
    var operations: Set<String> {
        get throws {
            var found: Set<String> = []
            for (path, item) in try #require(root["paths"] as? [String: Any]) {
                let item = try #require(item as? [String: Any])
                for method in item.keys where Self.methods.contains(method) {
                    found.insert("\(method.uppercased()) \(path)")
                }
            }
            return found
        }
    }

    /// Whether an operation takes a token.
    func isGuarded(_ operation: String) throws -> Bool {
        try !(self.operation(operation)["security"] as? [Any] ?? [1]).isEmpty
    }

    /// What is wrong with an answer, by the document; empty when nothing is.
    func objections(to answer: PublicDoor.Answer, of operation: String) throws -> [String] {
        let responses = try #require(try self.operation(operation)["responses"] as? [String: Any])
        guard let found = responses["\(answer.status)"] ?? responses["default"] else {
            return ["status \(answer.status) is not in the document"]
        }
        let response = try resolve(found)
        guard let content = response["content"] as? [String: Any] else {
            return answer.body.isEmpty ? [] : ["it should have no body"]
        }
        let head = answer.text.lowercased()
        guard let (type, media) = content.first(where: { head.contains("content-type: \($0.key)") }) else {
            return ["it is not \(content.keys.sorted().joined(separator: " or "))"]
        }
        guard type.hasSuffix("/json") || type.hasSuffix("+json") else { return [] }
        let schema = try #require((media as? [String: Any])?["schema"] as? [String: Any])
        let value = try JSONSerialization.jsonObject(with: Data(answer.body.utf8))
        return try objections(to: value, schema, at: "$")
    }

    /// What is wrong with an event's data.
    func objections(toEvent data: String) throws -> [String] {
        let value = try JSONSerialization.jsonObject(with: Data(data.utf8))
        return try objections(to: value, ["$ref": "#/components/schemas/RunEvent"], at: "$")
    }

    private func operation(_ name: String) throws -> [String: Any] {
        let parts = name.split(separator: " ", maxSplits: 1).map(String.init)
        let item = (root["paths"] as? [String: Any])?[parts[1]] as? [String: Any]
        return try #require(item?[parts[0].lowercased()] as? [String: Any], "\(name) is not in the document")
    }

    private func resolve(_ value: Any) throws -> [String: Any] {
        let found = try #require(value as? [String: Any])
        guard let reference = found["$ref"] as? String else { return found }
        var place: Any = root
        for part in reference.dropFirst(2).split(separator: "/") {
            place = try #require((place as? [String: Any])?[String(part)], "\(reference) leads nowhere")
        }
        return try resolve(place)
    }

    /// The part of JSON Schema that the document uses.
    private func objections(to value: Any, _ reference: [String: Any], at place: String) throws -> [String] {
        let schema = try resolve(reference)
        let names = (schema["type"] as? [String]) ?? [schema["type"] as? String].compactMap { $0 }
        if !names.isEmpty, !names.contains(where: { Self.isOf($0, value) }) {
            return ["\(place) is not \(names.joined(separator: " or ")): \(value)"]
        }
        var found: [String] = []
        if let text = value as? String {
            if let words = schema["enum"] as? [String], !words.contains(text) { found.append("\(place): no '\(text)'") }
            if let pattern = schema["pattern"] as? String, text.range(of: pattern, options: .regularExpression) == nil {
                found.append("\(place): '\(text)' is not \(pattern)")
            }
        }
        if let entries = value as? [Any], let items = schema["items"] as? [String: Any] {
            for (index, entry) in entries.enumerated() {
                found += try objections(to: entry, items, at: "\(place)[\(index)]")
            }
        }
        guard let object = value as? [String: Any] else { return found }
        let properties = schema["properties"] as? [String: Any] ?? [:]
        for name in schema["required"] as? [String] ?? [] where object[name] == nil {
            found.append("\(place) lacks \(name)")
        }
        for (name, child) in object {
            if let property = properties[name] as? [String: Any] {
                found += try objections(to: child, property, at: "\(place).\(name)")
            } else if schema["additionalProperties"] as? Bool == false {
                found.append("\(place).\(name) is not in the document")
            }
        }
        return found
    }

    private static func isOf(_ type: String, _ value: Any) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "integer": value is Int && !(value is String)
        case "number": value is Double || value is Int
        case "boolean": value is Bool
        case "null": value is NSNull
        default: false
        }
    }
}
