package import BrokerModel

/// One value of a YAML document, with its place.
///
/// Scalars are kept as they are written: what `no`, `0123` or `1.10` means is
/// decided by the field it stands in, never by its looks.
package struct YAMLNode: Sendable {
    package enum Content: Sendable {
        /// - Parameter isPlain: written without quotes and without block style.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([Entry])
    }

    /// A key of a mapping and its value.
    package struct Entry: Sendable {
        package let key: String
        package let keyPosition: SourcePosition
        package let value: YAMLNode
    }

    package let content: Content
    package let position: SourcePosition

    /// The keys that lead here, for messages: `hosts.wlb01.interface`; empty
    /// for the whole document.
    package let path: String

    /// What it is, in the words of messages.
    package var kind: String {
        switch content {
        case .scalar: "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// A plain scalar without text: `key:` and nothing behind it.
    package var isMissing: Bool {
        if case .scalar("", isPlain: true) = content { true } else { false }
    }

    /// The value under `key`, if this is a mapping that has it.
    package subscript(key: String) -> YAMLNode? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }
}
