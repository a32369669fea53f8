public import BrokerModel
import Ledger

extension Reconciler {
    /// Whether the policy lets a commit be applied, by who signed it. What was
    /// applied as a whole before holds: it was looked at then, and drift is mended
    /// by it. Who signed is recorded, also where the policy does not ask, as long as it
    /// says whose keys count.
    ///
    /// - Throws: ``Failure`` with `refusedByPolicy`; with another code when it
    ///   cannot be told.
    public func checkSigner(of commit: CommitID) async throws {
        let policy = configuration.policy
        let knowsKeys = policy.allowedSigners != nil || policy.openPGPKeyring != nil
        guard policy.requireSignedCommits || knowsKeys, try await ledger.lastAppliedCommit() != commit.text else { return }
        let signed = try await source.mirror.signature(of: commit)
        let signer: String
        do {
            signer = try await CommitGuard(
                allowedSigners: policy.allowedSigners, openPGPKeyring: policy.openPGPKeyring
            ).signer(of: commit, signed)
        } catch is Failure where !policy.requireSignedCommits {
            // Whoever signed it, or nobody: it is applied all the same.
            return
        }
        try await ledger.note(signer: signer, of: commit.text)
    }
}
