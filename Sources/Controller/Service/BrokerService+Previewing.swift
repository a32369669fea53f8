import BrokerModel
import Decisions
import GitRepository
import Previews
import Reconciliation

/// Previews beside the service's own looks.
extension BrokerService {
    /// Whether a person has to decide on what git changed, because reviewers were
    /// shown something else, or nothing.
    func isUnlikeReviewed(_ look: PreparedPlan) async -> Bool {
        let commit = look.loaded.commit.id
        guard commit == loop.head?.commit, commit != loop.memory.applied,
            look.plan.steps.contains(where: { $0.cause == .pending })
        else { return false }
        let review = await previews.review(look.plan, of: commit, since: loop.memory.applied, reconciler)
        guard reconciler.configuration.previews.whenDifferent == .wait else { return false }
        return review.map { !$0.isAsReviewed } ?? true
    }

    /// Makes the previews anew that are of another world than that of a look.
    func preview(beside look: PreparedPlan) async {
        let commit = look.loaded.commit.id
        // One for what was applied last, meanwhile, is of another plan than the head's.
        guard commit == loop.target || loop.head?.objection != nil else { return }
        await previews.refresh(
            reconciler,
            on: PreviewDesk.Ground(
                base: loop.head?.commit ?? commit, broker: look.loaded.desired.broker.centreID, plan: look.plan.digest))
    }

    /// A look for what shall be on the hosts failed.
    func noPreviews(of commit: CommitID, _ failure: Failure) async {
        guard commit == loop.target else { return }
        await previews.fail(reconciler, base: loop.head?.commit ?? commit, failure)
    }

    /// The forge tells that a change for the branch was opened, moved or closed.
    public func noteChange() async {
        await previews.expectChanges()
        nudge(.webhook)
    }
}
