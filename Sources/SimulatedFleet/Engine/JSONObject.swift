import Foundation

/// A JSON object of a request.
struct JSONObject {
    let fields: [String: Any]

    init(_ bytes: [UInt8]) {
        fields = ((try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any]) ?? [:]
    }

    init(_ fields: [String: Any]) {
        self.fields = fields
    }

    func text(_ key: String) -> String { fields[key] as? String ?? "" }

    func object(_ key: String) -> JSONObject { JSONObject(fields[key] as? [String: Any] ?? [:]) }

    func texts(_ key: String) -> [String] { fields[key] as? [String] ?? [] }

    func labels(_ key: String) -> [String: String] { fields[key] as? [String: String] ?? [:] }

    /// The field's own text; nil without the field.
    func json(_ key: String) -> String? { fields[key].flatMap(Self.text) }

    /// The keys in their order, so that equal values have equal texts.
    static func text(_ value: Any) -> String? {
        guard
            let data = try? JSONSerialization.data(
                withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed, .withoutEscapingSlashes])
        else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}
