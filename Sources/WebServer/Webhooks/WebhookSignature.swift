import Crypto
import Forge
import Foundation
import HTTPTypes
import Reconciliation

/// What a delivery shows to prove where it comes from, by the forge's own
/// documentation:
///
/// - GitHub, "Validating webhook deliveries": `X-Hub-Signature-256`, `sha256=`
///   and the HMAC-SHA256 of the body in hexadecimal digits;
/// - Gitea and Forgejo, "Webhooks": `X-Gitea-Signature`, the same without a
///   prefix;
/// - GitLab, "Webhooks": `X-Gitlab-Token`, the secret itself.
enum WebhookSignature: Sendable {
    case code([UInt8])
    case token(String)

    /// Nil when the header is missing or has another form.
    init?(_ headers: HTTPFields, _ forge: ForgeKind) {
        switch forge {
        case .github:
            guard let text = Self.value("X-Hub-Signature-256", headers), text.hasPrefix("sha256="),
                let bytes = Self.bytes(text.dropFirst(7))
            else { return nil }
            self = .code(bytes)
        case .gitea:
            guard let text = Self.value("X-Gitea-Signature", headers), let bytes = Self.bytes(text[...]) else {
                return nil
            }
            self = .code(bytes)
        case .gitlab:
            guard let token = Self.value("X-Gitlab-Token", headers) else { return nil }
            self = .token(token)
        }
    }

    /// - Parameter code: over the whole body.
    func isValid(_ code: HMAC<SHA256>.MAC, _ secret: WebhookSecret) -> Bool {
        switch self {
        // A comparison of this type takes the same time wherever they differ.
        case .code(let bytes): code == bytes
        case .token(let token): secret.equals(token)
        }
    }

    static func value(_ name: String, _ headers: HTTPFields) -> String? {
        HTTPField.Name(name).flatMap { headers[$0] }
    }

    /// 32 bytes as hexadecimal digits.
    private static func bytes(_ text: Substring) -> [UInt8]? {
        let digits = text.utf8.compactMap { digit -> UInt8? in
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
            default: nil
            }
        }
        guard digits.count == 64, text.utf8.count == 64 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
