import Crypto

/// Closes what may be secret in an observation before it is kept, and opens it
/// again for who knows the value anyway.
///
/// What is kept is an HMAC under the installation's key, from which nothing
/// can be guessed without the key. Opening compares: a value that a commit
/// wants is recognised, any other stays closed and equals nothing but itself.
public struct ObservationSeal: Sendable {
    private let key: SymmetricKey
    private var known: [String: ConfidentialText] = [:]

    /// What it recognises.
    private var values: Set<ConfidentialText> = []

    /// The codes of stand-ins, by the codes of the values.
    private var replaced: [String: String] = [:]

    /// - Parameters:
    ///   - key: the installation's key.
    ///   - known: the values that can be recognised.
    public init(key: [UInt8], recognising known: some Sequence<ConfidentialText> = []) {
        self.key = SymmetricKey(data: key)
        _ = recognise(known)
    }

    /// From now on recognises further values, too.
    ///
    /// - Returns: the forms in which those are kept that it did not recognise before.
    public mutating func recognise(_ more: some Sequence<ConfidentialText>) -> Set<String> {
        var codes: Set<String> = []
        for text in more where values.insert(text).inserted {
            let code = Self.code(text, key)
            known[code] = text
            codes.insert(code)
        }
        return codes
    }

    /// The seal for who knows neither the values nor the installation's key: each of
    /// these values is closed as what stands for it there, under the key there.
    public func replacing(
        _ standIns: some Sequence<(value: ConfidentialText, standIn: ConfidentialText)>, under other: [UInt8]
    ) -> ObservationSeal {
        var seal = self
        let otherKey = SymmetricKey(data: other)
        for (value, standIn) in standIns {
            seal.replaced[Self.code(value, key)] = Self.code(standIn, otherKey)
        }
        return seal
    }

    /// The form to keep: 64 hexadecimal digits.
    public func close(_ text: ConfidentialText) -> String {
        let code = Self.code(text, key)
        return replaced[code] ?? code
    }

    /// The value, if it is a known one; else a secret that equals only what was
    /// closed alike.
    public func open(_ closed: String) -> ConfidentialText {
        known[closed] ?? ConfidentialText(Secret("closed \(closed)"))
    }

    private static func code(_ text: ConfidentialText, _ key: SymmetricKey) -> String {
        text.withRevealed { value in
            Digest(unchecked: Array(HMAC<SHA256>.authenticationCode(for: Array(value.utf8), using: key))).hexadecimal
        }
    }
}
