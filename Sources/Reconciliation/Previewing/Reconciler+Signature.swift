import BrokerModel
import Previews

extension Reconciler {
    /// Whether a commit bears a signature: of somebody who may, where
    /// `policy.allowedSigners` or `policy.openPGPKeyring` says who that is. Nil where the
    /// preview policy does not ask, and where that cannot be told.
    func isSigned(_ commit: CommitID) async throws -> Bool? {
        guard configuration.previews.policies.level(of: .signature) != .off else { return nil }
        let signed = try await source.mirror.signature(of: commit)
        // Whose it is only the controller can tell.
        if surroundings.exportedAt != nil { return signed == nil ? false : nil }
        let policy = configuration.policy
        guard policy.allowedSigners != nil || policy.openPGPKeyring != nil else { return signed != nil }
        do {
            try await CommitGuard(allowedSigners: policy.allowedSigners, openPGPKeyring: policy.openPGPKeyring)
                .signer(of: commit, signed)
            return true
        } catch let failure as Failure where failure.code == .refusedByPolicy {
            return false
        }
    }
}
