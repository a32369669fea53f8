import BrokerModel
import Secrets

extension Reconciler {
    /// Opens all secrets of a desired state.
    func openSecrets(of desired: DesiredState) async throws -> [SecretName: Secret] {
        guard !desired.secrets.isEmpty else { return [:] }
        guard let identity = configuration.secretIdentityFile else {
            throw Failure(
                .secretUnavailable, attempted: "open the secrets", on: configuration.file,
                response: "the commit holds secrets and no identity is configured",
                remedy: "set secrets: {identityFile: …} to the age identity of this controller")
        }
        let opened = try await AgeSecrets(identityFile: identity).decrypt(
            desired.secrets.map { (name: $0.key.text, ciphertext: $0.value.ciphertext) })
        var secrets: [SecretName: Secret] = [:]
        for (name, secret) in opened {
            if let name = SecretName(name) { secrets[name] = secret }
        }
        return secrets
    }
}
