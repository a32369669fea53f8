/// The path of a request, written as a literal into which only encoded
/// components can be put: `"/containers/\(component)/json"`.
package struct RequestPath: Sendable, Equatable, ExpressibleByStringInterpolation {
    package let text: String

    package init(stringLiteral value: String) {
        text = value
    }

    package init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
    }

    /// Admits ``PathComponent`` and nothing else.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 64)
        }

        package mutating func appendLiteral(_ literal: String) { text += literal }
        package mutating func appendInterpolation(_ component: PathComponent) { text += component.encoded }
    }
}
