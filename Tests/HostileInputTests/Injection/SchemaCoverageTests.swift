import DesiredStateReader
import Foundation
import Testing

/// The injection tests put texts into the fields of sample documents. These
/// are all fields there are: a new one must be filled in there too.
@Suite("Injection: no field of the schema is left out")
struct SchemaCoverageTests {
    @Test(arguments: [
        ("broker", "broker.yaml"), ("hosts", "hosts.yaml"), ("versions", "versions.yaml"),
        ("node", "nodes/\(SmallBroker.centre).yaml"),
    ])
    func everyFieldIsFilled(document: String, file: String) throws {
        let json = try #require(DesiredStateSchema.documents.first { $0.name == document }?.json)
        let schema = try JSONSerialization.jsonObject(with: Data(json.utf8))
        let filled = Set(try FieldInjectionTests.fields().filter { $0.file == file }.map { Self.general($0.path) })
        let wanted = Self.leaves(of: schema, "")
        #expect(wanted.count > 3)
        #expect(wanted.subtracting(filled) == [], "fields of \(document) without a sample")
    }

    /// The paths of single values: `*` for any key, `[]` for any element.
    private static func leaves(of schema: Any, _ path: String) -> Set<String> {
        guard let schema = schema as? [String: Any] else { return [] }
        if let alternatives = schema["anyOf"] as? [Any] {
            // A secret takes the place of a text; what a secret holds has tests of its own.
            let all = alternatives.reduce(into: Set<String>()) { $0.formUnion(leaves(of: $1, path)) }
            return all.contains("\(path).secret") ? [path] : all.count > 1 ? all.subtracting([path]) : all
        }
        if let properties = schema["properties"] as? [String: Any] {
            return properties.reduce(into: []) { leaves, property in
                leaves.formUnion(
                    Self.leaves(of: property.value, path.isEmpty ? property.key : "\(path).\(property.key)"))
            }
        }
        if let items = schema["items"] { return leaves(of: items, path + "[]") }
        if let values = schema["additionalProperties"] as? [String: Any] { return leaves(of: values, path + ".*") }
        return [path]
    }

    /// A path of a document as the schema says it.
    private static func general(_ path: String) -> String {
        var path = path.replacing(/\[\d+\]/, with: "[]")
        for table in ["users", "hosts", "environment", "antiloop.environment"] where path.hasPrefix(table + ".") {
            path = path.replacing(/^([a-z.]*(?:users|hosts|environment))\.[^.\[]+/) { "\($0.output.1).*" }
        }
        return path.hasSuffix(".secret") ? String(path.dropLast(".secret".count)) : path
    }
}
