import BrokerModel
import Crypto
import Foundation

/// What the forge signs its webhooks with.
struct WebhookSecret: Sendable {
    private let key: SymmetricKey

    /// - Throws: ``Failure`` with `configurationInvalid` when the file cannot be
    ///   read, or holds nothing: with an empty secret everybody could sign.
    init(file: String) throws {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Self.refusal(file, "there is no such file, or it may not be read by this user")
        }
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty else { throw Self.refusal(file, "it is empty: everybody could sign with an empty secret") }
        key = SymmetricKey(data: Data(text.utf8))
    }

    /// Begins a code over a body that is still to come.
    func code() -> HMAC<SHA256> { HMAC(key: key) }

    /// Whether a token is the secret itself, in a time that does not depend on
    /// where they differ.
    func equals(_ token: String) -> Bool {
        // Under a key nobody knows: equal codes are equal texts, and comparing them tells nothing of either.
        let pepper = SymmetricKey(size: .bits256)
        let own = key.withUnsafeBytes { HMAC<SHA256>.authenticationCode(for: Data($0), using: pepper) }
        return HMAC<SHA256>.isValidAuthenticationCode(own, authenticating: Data(token.utf8), using: pepper)
    }

    private static func refusal(_ file: String, _ response: String) -> Failure {
        Failure(
            .configurationInvalid, attempted: "read the secret of the webhooks", on: file, response: response,
            remedy: "write 32 random characters to it and give the forge the same: openssl rand -hex 16")
    }
}
