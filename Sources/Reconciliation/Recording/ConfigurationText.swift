import Foundation

/// A configuration in lines for people, one setting each: `policy.apply: automatic`.
/// What is not set has no line.
///
/// It names files that hold secrets, and holds none: of an address with somebody's name in
/// it, which may be a token, the name is left out.
struct ConfigurationText {
    let text: String

    init(_ configuration: ControllerConfiguration) {
        text = Self.lines(of: configuration, named: "").joined(separator: "\n")
    }

    private static func lines(of value: Any, named name: String) -> [String] {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional:
            return mirror.children.first.map { lines(of: $0.value, named: name) } ?? []
        case .struct where !(value is any CustomStringConvertible), .tuple:
            return mirror.children.flatMap { child in
                lines(of: child.value, named: name.isEmpty ? child.label ?? "" : "\(name).\(child.label ?? "")")
            }
        case .collection, .set:
            let elements = mirror.children.map(\.value)
            let areSimple = elements.allSatisfy { lines(of: $0, named: "").allSatisfy { $0.hasPrefix(": ") } }
            guard areSimple else {
                return elements.enumerated().flatMap { lines(of: $1, named: "\(name)[\($0)]") }
            }
            let texts = elements.map { "\($0)" }
            return ["\(name): [\((mirror.displayStyle == .set ? texts.sorted() : texts).joined(separator: ", "))]"]
        case .dictionary:
            // A pair each.
            return mirror.children.map { "\($0.value)" }.sorted().map { "\(name): \($0)" }
        default:
            return ["\(name): \(anonymous("\(value)"))"]
        }
    }

    private static func anonymous(_ text: String) -> String {
        guard let scheme = text.range(of: "://") else { return text }
        let rest = text[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@"), !text.hasPrefix("ssh:") else { return text }
        return text[..<scheme.upperBound] + "…" + rest[at...]
    }
}
