public import BrokerModel
import Foundation

/// What a caller shows to be let in: 256 random bits, so that nothing is gained
/// by guessing, and a plain hash is enough to keep it by.
public struct AccessToken: Sendable {
    private let text: Secret

    /// A new one, from the system's source of randomness (getrandom(2)).
    public init() {
        var source = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &source) }
        let digits = Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        text = Secret(Self.prefix + digits)
    }

    /// Nil unless it has the form of a token.
    public init?(_ text: String) {
        guard text.hasPrefix(Self.prefix), text.utf8.count == Self.prefix.utf8.count + 43,
            text.utf8.dropFirst(Self.prefix.utf8.count).allSatisfy(Self.isDigit)
        else { return nil }
        self.text = Secret(text)
    }

    /// What the ledger keeps of it.
    public var hash: Digest { text.withRevealed { Digest(of: $0) } }

    /// Lends the token to `body`; it is shown once, to whom it is made for.
    public func withRevealed<Result>(_ body: (String) -> Result) -> Result { text.withRevealed(body) }

    /// So that one that got lost is known for what it is, by people and by
    /// programs that look for secrets in repositories.
    private static let prefix = "isobar_"

    /// Base64 for URLs (RFC 4648, section 5).
    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
