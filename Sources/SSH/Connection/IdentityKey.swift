internal import Foundation

/// A private key file, and what can be told about it without using it.
///
/// Telling the kind beforehand turns two opaque refusals of libssh2 1.10 (RSA
/// user keys, passphrases) into messages that say what to do.
struct IdentityKey {
    enum Kind: Equatable {
        case supported
        case rsa
        case encrypted
        case notAPrivateKey
    }

    /// The file as it is. Never logged, never part of an error.
    let text: [UInt8]

    var kind: Kind {
        let lines = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        guard let first = lines.firstIndex(where: { $0.hasPrefix("-----BEGIN ") }) else { return .notAPrivateKey }
        switch lines[first] {
        case "-----BEGIN OPENSSH PRIVATE KEY-----":
            let body = lines[(first + 1)...].prefix { !$0.hasPrefix("-----END ") }.joined()
            return Data(base64Encoded: body).map { Self.kind(ofOpenSSH: [UInt8]($0)) } ?? .notAPrivateKey
        case "-----BEGIN RSA PRIVATE KEY-----":
            return .rsa
        case "-----BEGIN ENCRYPTED PRIVATE KEY-----":
            return .encrypted
        case "-----BEGIN EC PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----":
            return lines.contains { $0.hasPrefix("Proc-Type: 4,ENCRYPTED") } ? .encrypted : .supported
        default:
            return .notAPrivateKey
        }
    }

    /// OpenSSH's own format (PROTOCOL.key in its source): a magic word, the
    /// cipher, the key derivation and its options, a count, the public key.
    private static func kind(ofOpenSSH bytes: [UInt8]) -> Kind {
        let magic = Array("openssh-key-v1\0".utf8)
        var reader = SSHWireReader(bytes)
        guard reader.bytes(magic.count).map(Array.init) == magic,
            let cipher = reader.string(), reader.string() != nil, reader.string() != nil,
            reader.integer() == 1, let publicKey = reader.string()
        else { return .notAPrivateKey }
        var inner = SSHWireReader(Array(publicKey))
        if inner.string().map(Array.init) == Array("ssh-rsa".utf8) { return .rsa }
        return Array(cipher) == Array("none".utf8) ? .supported : .encrypted
    }
}
