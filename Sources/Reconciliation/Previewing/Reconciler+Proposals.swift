import BrokerModel
import DesiredStateReader
import Fleet
import GitRepository
import Previews

/// A change that could not be planned, and what its reviewer is told instead.
struct PreviewEnded: Error {
    var outcome: Preview.Outcome
}

extension Reconciler {
    /// Reads what merging would give. Nothing of a change from outside is
    /// decrypted: a secret file that is as in base is the same secret, and where
    /// another stands something stands for it.
    ///
    /// - Throws: ``PreviewEnded`` for whatever is the change's own fault.
    func proposal(
        _ head: CommitID, into base: OpenedCommit, isTrusted: Bool, today: CalendarDate
    ) async throws -> ProposedCommit {
        let loaded = try await merged(head, into: base.loaded, today: today)
        try check(loaded.desired, against: base.desired, isTrusted: isTrusted)
        if isTrusted {
            do {
                return ProposedCommit(commit: try await opened(loaded))
            } catch let invalid as DesiredStateInvalid {
                throw PreviewEnded(outcome: .invalid(invalid.diagnostics))
            }
        }
        var proposed = ProposedCommit(commit: OpenedCommit(loaded: loaded, secrets: [:], images: base.images))
        for (name, secret) in loaded.desired.secrets {
            let before = base.desired.secrets[name]
            if let blob = secret.blob, blob == before?.blob, let value = base.secrets[name] {
                proposed.commit.secrets[name] = value
            } else {
                proposed.closed.insert(name)
                proposed.commit.secrets[name] = Self.standIn(for: name, secret, in: loaded, base: base)
            }
        }
        return proposed
    }

    private func merged(_ head: CommitID, into base: LoadedCommit, today: CalendarDate) async throws -> LoadedCommit {
        let snapshot: Snapshot
        do {
            switch try await source.merge(head, into: base.commit.id) {
            case .merged(let merged): snapshot = merged
            case .conflicting(let files): throw PreviewEnded(outcome: .conflicting(files: files))
            }
        } catch let failure as Failure where failure.code.isFaultOfChange {
            throw PreviewEnded(outcome: .failed(failure))
        }
        let result = DesiredState.read(snapshot, today: today)
        guard let state = result.state else { throw PreviewEnded(outcome: .invalid(result.diagnostics)) }
        return LoadedCommit(
            commit: try await source.commit(head), desired: state, warnings: result.diagnostics,
            secretRules: result.secretRules)
    }

    /// - Throws: ``PreviewEnded`` for a change after which another look would be
    ///   needed than one at base's hosts with base's keys.
    private func check(_ merged: DesiredState, against base: DesiredState, isTrusted: Bool) throws {
        let refused = { (response: String, remedy: String) in
            PreviewEnded(
                outcome: .failed(
                    Failure(
                        .refusedByPolicy, attempted: "preview the change", on: "broker.yaml", response: response,
                        remedy: remedy)))
        }
        if merged.broker.centreID != base.broker.centreID {
            throw refused(
                "it makes \(base.broker.centreID) another broker, \(merged.broker.centreID)",
                "a broker is renamed on its hosts first")
        }
        // It decides which directories are read on the hosts.
        if !isTrusted, merged.broker.containerUser != base.broker.containerUser {
            throw refused(
                "it comes from outside and changes containerUser, which decides what is read on the hosts",
                "have somebody who may push put it on a branch of the repository")
        }
    }

    /// What stands for a secret that is not opened: in a certificate the one there
    /// is, as nothing else could be rendered; elsewhere something that is other
    /// than before, so that the plan shows what the change sets going.
    private static func standIn(
        for name: SecretName, _ secret: EncryptedSecret, in loaded: LoadedCommit, base: OpenedCommit
    ) -> Secret {
        if loaded.desired.broker.certificateSecrets.contains(name), let before = base.secrets[name] { return before }
        return SecretStandIn(name, secret, rules: loaded.secretRules).secret
    }
}

extension BrokerSettings {
    /// The secrets that hold certificates.
    var certificateSecrets: Set<SecretName> {
        Set([loadBalancer.settings?.certificate, traefik.certificate].compactMap { $0?.secretName })
    }
}

extension FailureCode {
    /// Whether what is merged is to blame, however often it is tried.
    fileprivate var isFaultOfChange: Bool { self == .repositoryUnsafe || self == .desiredStateInvalid }
}
