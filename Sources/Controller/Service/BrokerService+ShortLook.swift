import BrokerModel
import Decisions
import GitRepository
import Reconciliation

/// A push that only adds does not wait for a look at all hosts.
extension BrokerService {
    /// What a push brings is planned from the look before where nothing happened on the
    /// hosts since, and where all of it is carried out at once; everything else from a
    /// look at all hosts.
    func plan(for commit: CommitID, since earlier: PreparedPlan?) async throws -> PreparedPlan {
        let request = PlanRequest(revision: commit.text, pinned: pinnedNodes, fetches: false)
        let isCalm = !isDisturbed
        isDisturbed = true
        if isCalm, let earlier, mayHasten(commit, since: earlier) {
            hastened = commit
            if let made = await reconciler.prepareShortly(request, since: earlier), isCarriedOutAtOnce(made) {
                figures.shortLooks += 1
                return made
            }
        }
        isDisturbed = false
        return try await reconciler.prepare(request, reusing: earlier)
    }

    /// Once for each head: what is left of it waits for something.
    private func mayHasten(_ commit: CommitID, since earlier: PreparedPlan) -> Bool {
        let policy = loop.settings.policy
        return commit == loop.head?.commit && commit != earlier.loaded.commit.id && commit != hastened
            && loop.head?.rewrittenFrom == nil && policy.apply == .automatic
            && policy.waitsForWindow(at: clock()) == nil && loop.memory.pauses.isEmpty && loop.memory.pins.isEmpty
            && reconciler.configuration.previews.whenDifferent != .wait
    }

    /// Whether no step waits for a person, and no host is touched of which nobody would
    /// tell that something happened.
    private func isCarriedOutAtOnce(_ look: PreparedPlan) -> Bool {
        let policy = loop.settings.policy
        return Self.refused(of: look, under: policy).isEmpty
            && look.plan.steps.allSatisfy { step in
                policy.mode(for: step) == .automatic && step.resource.host.map { following[$0] != nil } == true
            }
    }
}
