extension HAProxy {
    /// One line of the configuration. Only words, addresses and ranges can be
    /// put into one; the rest is from the source code.
    struct Line: ExpressibleByStringInterpolation {
        let text: String

        struct StringInterpolation: StringInterpolationProtocol {
            fileprivate var text = ""

            init(literalCapacity: Int, interpolationCount: Int) {
                text.reserveCapacity(literalCapacity + 24 * interpolationCount)
            }

            mutating func appendLiteral(_ literal: StaticString) { text += literal.description }
            mutating func appendInterpolation(_ token: Token) { text += token.text }
            mutating func appendInterpolation(_ ranges: [AddressRange]) {
                text += ranges.map(\.text).joined(separator: " ")
            }
            mutating func appendInterpolation(_ address: HostAddress, port: Int) {
                text += "\(address.bracketed):\(port)"
            }
        }

        init(stringLiteral value: StaticString) { text = value.description }
        init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }
    }
}
