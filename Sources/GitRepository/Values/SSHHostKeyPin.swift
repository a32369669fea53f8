import BrokerModel
import Foundation

/// One pinned host key, by its SHA-256 fingerprint.
public struct SSHHostKeyPin: Sendable, Hashable, CustomStringConvertible {
    let digest: Digest

    /// Takes a fingerprint as `ssh-keygen -l` prints it, `SHA256:…`, or a public
    /// key, `ssh-ed25519 AAAA…`; nil when `text` is neither.
    public init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: true)
        if words.count == 1, words[0].hasPrefix("SHA256:") {
            let encoded = String(words[0].dropFirst("SHA256:".count))
            guard let bytes = Data(base64Encoded: encoded.paddedBase64), let digest = Digest(bytes: Array(bytes)) else {
                return nil
            }
            self.digest = digest
        } else if words.count >= 2, let key = Data(base64Encoded: String(words[1])), key.names(algorithm: words[0]) {
            digest = Digest(of: key)
        } else {
            return nil
        }
    }

    init(digest: Digest) {
        self.digest = digest
    }

    /// `SHA256:` and the digest in unpadded base64, as OpenSSH prints it.
    public var description: String {
        "SHA256:" + String(Data(digest.bytes).base64EncodedString().prefix { $0 != "=" })
    }
}

extension String {
    fileprivate var paddedBase64: String {
        self + String(repeating: "=", count: (4 - utf8.count % 4) % 4)
    }
}

extension Data {
    /// Whether the key blob starts with its algorithm's name (RFC 4253, 6.6).
    fileprivate func names(algorithm: Substring) -> Bool {
        let name = Array(algorithm.utf8)
        let length = UInt32(name.count).bigEndian
        return starts(with: Swift.withUnsafeBytes(of: length) { Array($0) } + name)
    }
}
