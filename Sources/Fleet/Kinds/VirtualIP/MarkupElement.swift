/// An element of XML as pacemaker writes it: names, attributes, children. Text
/// between elements means nothing there and is left out.
struct MarkupElement: Equatable, Sendable {
    var name: String
    var attributes: [String: String] = [:]
    var children: [MarkupElement] = []

    subscript(attribute: String) -> String? { attributes[attribute] }

    /// The children of this name.
    func all(_ name: String) -> [MarkupElement] { children.filter { $0.name == name } }

    /// The first child of this name.
    func first(_ name: String) -> MarkupElement? { children.first { $0.name == name } }

    /// All elements of this name, at any depth.
    func descendants(_ name: String) -> [MarkupElement] {
        children.flatMap { ($0.name == name ? [$0] : []) + $0.descendants(name) }
    }
}
