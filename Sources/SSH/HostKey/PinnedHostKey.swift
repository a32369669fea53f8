internal import Crypto
internal import Foundation

/// The public key a host must prove to hold, as it stands in `hosts.yaml`:
/// `ssh-ed25519 AAAA…` (the first two fields of OpenSSH's public key format,
/// sshd(8), "AUTHORIZED_KEYS FILE FORMAT").
public struct PinnedHostKey: Sendable, Hashable {
    /// The key's algorithm, which is also the host key algorithm asked of the
    /// server: `ssh-ed25519`.
    public let algorithm: String

    /// The key in the wire encoding of RFC 4253, 6.6.
    public let blob: [UInt8]

    /// Why a text is no host key.
    public enum ParseError: Error, Sendable, Equatable {
        /// Not two fields: an algorithm and base64.
        case malformed
        /// Not one of ``knownAlgorithms``.
        case unknownAlgorithm(String)
        /// The second field is no base64, or the key inside is cut short.
        case damaged
        /// The key inside says it is of another algorithm than the first field.
        case contradictory(inside: String)
    }

    /// The algorithms a key may have. RSA keys can be pinned, but only the
    /// OpenSSH transport can check them.
    public static let knownAlgorithms = [
        "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa",
    ]

    /// Parses `ALGORITHM BASE64 [COMMENT]`.
    public init(_ text: String) throws(ParseError) {
        let fields = text.split(separator: " ", omittingEmptySubsequences: true)
        guard fields.count >= 2 else { throw .malformed }
        let algorithm = String(fields[0])
        guard Self.knownAlgorithms.contains(algorithm) else { throw .unknownAlgorithm(algorithm) }
        guard let data = Data(base64Encoded: String(fields[1])) else { throw .damaged }
        let key = try Self(blob: [UInt8](data))
        guard key.algorithm == algorithm else { throw .contradictory(inside: key.algorithm) }
        self = key
    }

    /// Takes a key as a server sends it.
    init(blob: [UInt8]) throws(ParseError) {
        var reader = SSHWireReader(blob)
        guard let name = reader.string(), let material = reader.string(), !material.isEmpty else { throw .damaged }
        let algorithm = String(decoding: name, as: UTF8.self)
        guard Self.knownAlgorithms.contains(algorithm) else { throw .unknownAlgorithm(algorithm) }
        // An Ed25519 key is 32 bytes and nothing more (RFC 8709, 4).
        if algorithm == "ssh-ed25519", material.count != 32 || !reader.isAtEnd { throw .damaged }
        self.algorithm = algorithm
        self.blob = blob
    }

    /// `SHA256:` and the digest in base64 without padding, as `ssh-keygen -l`
    /// prints it.
    public var fingerprint: String {
        let digest = Data(SHA256.hash(data: blob)).base64EncodedString()
        return "SHA256:" + digest.prefix { $0 != "=" }
    }
}

extension PinnedHostKey: CustomStringConvertible {
    /// The line that can be put into `hosts.yaml`.
    public var description: String { algorithm + " " + Data(blob).base64EncodedString() }
}

extension PinnedHostKey.ParseError: CustomStringConvertible {
    /// A clause that fits behind "is no host key: ".
    public var description: String {
        switch self {
        case .malformed:
            "expected the algorithm and the key in base64, as in \"ssh-ed25519 AAAA…\""
        case .unknownAlgorithm(let name):
            "unknown algorithm \"\(name)\"; known are \(PinnedHostKey.knownAlgorithms.joined(separator: ", "))"
        case .damaged:
            "the base64 text is damaged or cut short"
        case .contradictory(let inside):
            "the key inside is of the algorithm \(inside)"
        }
    }
}
