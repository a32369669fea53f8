import BrokerModel
import DesiredStateReader

/// What stands for a secret that is not opened: another text for another file, and
/// of a form that its places take, so that what holds it can be worked out.
struct SecretStandIn {
    let secret: Secret

    /// - Parameter rules: what has to hold of secrets where they are used.
    init(_ name: SecretName, _ sealed: EncryptedSecret, rules: [SecretRule]) {
        let places = rules.filter { $0.place.name == name }
        let word = Self.word(sealed)
        let forms = Self.forms(of: word).map { Secret($0) }
        // Of no form that is taken: rendering tells where.
        secret = forms.first { form in places.allSatisfy { $0.diagnostic(about: form) == nil } } ?? Secret(word)
    }

    /// Begins with a letter and holds letters and digits alone, which every reader of
    /// an environment takes as the text it is.
    private static func word(_ sealed: EncryptedSecret) -> String {
        "closed" + Digest(of: sealed.ciphertext).hexadecimal.prefix(24)
    }

    /// A credential, an htpasswd line, a certificate with its key, a broker's address,
    /// and a place of Redis.
    private static func forms(of word: String) -> [String] {
        let pem = ["CERTIFICATE", "PRIVATE KEY"].map { "-----BEGIN \($0)-----\n\(word)\n-----END \($0)-----\n" }
        return [
            word, "\(word):\(word)", pem.joined(), "mqtts://\(word).invalid:8883", "\(word).invalid:6379",
        ]
    }
}
