import BrokerModel
import Forge
import Logging
import Reconciliation

/// What the forge tells of open changes.
extension PreviewDesk {
    func ask(_ forge: ForgeClient, _ repository: RepositorySettings, on base: CommitID) async {
        let now = clock()
        guard list.isToBeAsked(for: base, at: now, every: .seconds(repository.pollSeconds)) else { return }
        list.beginAsking(for: base, at: now)
        do {
            list.take(try await forge.openChanges(for: repository.branch), for: base)
        } catch {
            // A failed answer is no empty list: those that were open are taken to be so.
            log.warning("the forge does not tell which changes are open", metadata: BrokerService.metadata(error))
        }
    }

    /// Whether what was shown of a change is the last of it: it is merged and the forge's
    /// list does not say so yet, or nobody knows whether it is.
    func isSettled(
        _ subject: PreviewSubject, _ head: CommitID, on base: CommitID, _ source: DesiredStateSource
    ) async -> Bool {
        guard subject.number != nil else { return false }
        if list.base != base || isKnownToBring(base, subject) { return true }
        return (try? await source.isAncestor(head, of: base)) ?? false
    }
}
