import BrokerModel
import DesiredStateReader
import Fleet
import GitRepository
import Secrets

extension Reconciler {
    /// A commit with its secrets opened, each held against what its places need, and
    /// what the controller has of its images where it streams them.
    ///
    /// - Throws: ``DesiredStateInvalid`` when a secret does not hold what its
    ///   place needs.
    func opened(_ loaded: LoadedCommit) async throws -> OpenedCommit {
        guard surroundings.exportedAt == nil else { return closed(loaded) }
        let secrets = try await openSecrets(of: loaded.desired)
        let errors = loaded.secretRules.diagnostics(about: secrets)
        guard errors.isEmpty else {
            throw DesiredStateInvalid(
                subject: "commit \(loaded.commit.id.abbreviated)", diagnostics: (loaded.warnings + errors).sorted())
        }
        let desired = loaded.desired
        let isPushed = desired.broker.distribution == .push
        return OpenedCommit(
            loaded: loaded, secrets: secrets, images: isPushed ? await images.look(for: desired.images) : ImageFindings())
    }

    /// A commit of which no secret is opened, with what stands for each.
    func closed(_ loaded: LoadedCommit) -> OpenedCommit {
        OpenedCommit(
            loaded: loaded,
            secrets: loaded.desired.secrets.reduce(into: [:]) { secrets, entry in
                secrets[entry.key] = SecretStandIn(entry.key, entry.value, rules: loaded.secretRules).secret
            })
    }

    /// Opens the secrets of a desired state, except those whose blobs this
    /// process has opened before.
    func openSecrets(of desired: DesiredState) async throws -> [SecretName: Secret] {
        let known = await openedSecrets.known(desired.secrets.values.lazy.compactMap(\.blob))
        var secrets: [SecretName: Secret] = [:]
        var sealed: [SecretName: EncryptedSecret] = [:]
        for (name, secret) in desired.secrets {
            if let value = secret.blob.flatMap({ known[$0] }) {
                secrets[name] = value
            } else {
                sealed[name] = secret
            }
        }
        guard !sealed.isEmpty else { return secrets }
        let opened = try await open(sealed.map { (name: $0.key.text, ciphertext: $0.value.ciphertext) })
        var byBlob: [String: Secret] = [:]
        for (name, secret) in sealed {
            guard let value = opened[name.text] else { continue }
            secrets[name] = value
            if let blob = secret.blob { byBlob[blob] = value }
        }
        await openedSecrets.remember(byBlob)
        return secrets
    }

    private func open(_ sealed: [(name: String, ciphertext: [UInt8])]) async throws -> [String: Secret] {
        if let open = surroundings.openSecrets { return try await open(sealed) }
        guard let identity = configuration.secretIdentityFile else {
            throw Failure(
                .secretUnavailable, attempted: "open the secrets", on: configuration.file,
                response: "the commit holds secrets and no identity is configured",
                remedy: "set secrets: {identityFile: …} to the age identity of this controller")
        }
        return try await AgeSecrets(identityFile: identity).decrypt(sealed)
    }
}
