import BrokerModel
import Secrets

extension Reconciler {
    /// Opens all secrets of a desired state.
    func openSecrets(of desired: DesiredState) async throws -> [SecretName: Secret] {
        guard !desired.secrets.isEmpty else { return [:] }
        let sealed = desired.secrets.map { (name: $0.key.text, ciphertext: $0.value.ciphertext) }
        if let open = surroundings.openSecrets { return try await open(sealed).named }
        guard let identity = configuration.secretIdentityFile else {
            throw Failure(
                .secretUnavailable, attempted: "open the secrets", on: configuration.file,
                response: "the commit holds secrets and no identity is configured",
                remedy: "set secrets: {identityFile: …} to the age identity of this controller")
        }
        return try await AgeSecrets(identityFile: identity).decrypt(sealed).named
    }
}

extension [String: Secret] {
    fileprivate var named: [SecretName: Secret] {
        reduce(into: [:]) { secrets, entry in
            if let name = SecretName(entry.key) { secrets[name] = entry.value }
        }
    }
}
