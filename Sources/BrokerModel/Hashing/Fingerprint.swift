import Crypto

/// Builds a digest over named fields in an unambiguous form.
///
/// Every name and value is written with its length, so that no two different
/// sequences of fields give the same bytes. Secrets enter as an HMAC under the
/// installation's key: whoever holds a plan or the database cannot test guesses
/// of a password against it.
public struct Fingerprint {
    private var hash = SHA256()
    private let key: SymmetricKey

    /// - Parameter key: the installation's key; nil leaves secrets out of the
    ///   digest (for digests that leave the controller).
    public init(key: [UInt8]?) {
        self.key = SymmetricKey(data: key ?? [])
        includesSecrets = key != nil
    }

    private let includesSecrets: Bool

    public mutating func field(_ name: String, _ value: String?) {
        write(name)
        if let value { write(value) } else { count(-1) }
    }

    public mutating func field(_ name: String, _ value: Int) {
        write(name)
        count(value)
    }

    public mutating func field(_ name: String, _ values: [String]) {
        write(name)
        count(values.count)
        for value in values { write(value) }
    }

    public mutating func field(_ name: String, _ value: Digest?) {
        field(name, value?.description)
    }

    public mutating func field(_ name: String, _ value: ConfidentialText) {
        guard value.isConfidential else {
            value.withRevealed { field(name, $0) }
            return
        }
        write(name)
        guard includesSecrets else {
            write(Secret.placeholder)
            return
        }
        let code = value.withRevealed { HMAC<SHA256>.authenticationCode(for: Array($0.utf8), using: key) }
        write("hmac:" + Digest(unchecked: Array(code)).hexadecimal)
    }

    /// A secret of which only the code under the same key is known
    /// (``ObservationSeal``): the same as the secret itself.
    mutating func field(_ name: String, closed code: String) {
        write(name)
        write(includesSecrets ? "hmac:" + code : Secret.placeholder)
    }

    /// The digest of all fields so far.
    public consuming func finish() -> Digest {
        Digest(unchecked: Array(hash.finalize()))
    }

    private mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            count(bytes.count)
            unsafe hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
        }
    }

    private mutating func count(_ value: Int) {
        unsafe withUnsafeBytes(of: Int64(value).littleEndian) { unsafe hash.update(bufferPointer: $0) }
    }
}
