/// The engine's answer to a creation.
public struct CreatedContainer: Sendable, Hashable {
    public var id: String

    /// What the engine did not like but did.
    public var warnings: [String]
}

extension CreatedContainer: Decodable {
    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case warnings = "Warnings"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        warnings = try container.value(.warnings, default: [String]()).map { PlainText($0).text }
    }
}
