import BrokerModel

/// A line of an nftables rule set (nft(8)). Only addresses, ranges, port
/// numbers and words from the source code can be put into one.
struct NFTablesLine: ExpressibleByStringInterpolation {
    let text: String

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 24 * interpolationCount)
        }

        mutating func appendLiteral(_ literal: StaticString) { text += literal.description }

        /// An anonymous set of addresses and ranges of one family.
        mutating func appendInterpolation(_ ranges: [AddressRange]) {
            text += "{ " + ranges.map(\.text).joined(separator: ", ") + " }"
        }

        /// An anonymous set of ports.
        mutating func appendInterpolation(_ ports: [Int]) {
            text += "{ " + ports.map { String($0) }.joined(separator: ", ") + " }"
        }

        mutating func appendInterpolation(_ transport: PortRule.Transport) {
            text += transport.rawValue
        }

        /// A quoted string, without the characters that could end it.
        mutating func appendInterpolation(comment: String) {
            let plain = comment.unicodeScalars.map { scalar in
                scalar != "\"" && scalar != "\\" && (0x20..<0x7F).contains(scalar.value) ? Character(scalar) : "?"
            }
            // The kernel keeps 128 bytes with the NUL at the end.
            text += "comment \"" + String(plain.prefix(100)) + "\""
        }
    }

    init(stringLiteral value: StaticString) { text = value.description }
    init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }
}
