public import BrokerModel

/// One variable of a container's environment.
///
/// Values are secrets by type, because many of them are: passwords come to a
/// container this way, and go back out with every inspection.
public struct EnvironmentVariable: Sendable, Hashable {
    public let name: String

    /// Nil for a name without `=`, by which a variable of the image is unset.
    public let value: Secret?

    /// Nil when `name` is empty or has a `=` in it, or one of the two a NUL:
    /// then it is no variable (POSIX.1-2017, 8.1).
    public init?(_ name: String, _ value: Secret?) {
        guard !name.isEmpty, !name.utf8.contains(where: { $0 == UInt8(ascii: "=") || $0 == 0 }),
            value?.withRevealed({ $0.utf8.contains(0) }) != true
        else { return nil }
        self.name = name
        self.value = value
    }
}

extension EnvironmentVariable: Codable {
    /// Reads `NAME=value`; whatever the engine has is taken as it is.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        let end = text.utf8.firstIndex(of: UInt8(ascii: "=")) ?? text.endIndex
        name = String(text[..<end])
        value = end == text.endIndex ? nil : Secret(String(text[text.utf8.index(after: end)...]))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value {
            try value.withRevealed { try container.encode("\(name)=\($0)") }
        } else {
            try container.encode(name)
        }
    }
}
