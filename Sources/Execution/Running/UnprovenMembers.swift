import BrokerModel
import Synchronization

/// Members of redundant sets that this run started or made without a health
/// gate: nobody relies on them before they are proven.
final class UnprovenMembers: Sendable {
    private let members = Mutex<Set<ResourceAddress>>([])

    /// Notes what a step that succeeded means: a gate proves its member.
    func note(_ step: Step) {
        guard step.disturbance == nil else { return prove(step.resource) }
        switch step.action {
        case .create, .replace, .run: members.withLock { _ = $0.insert(step.resource) }
        case .update, .delete: return
        }
    }

    func prove(_ member: ResourceAddress) {
        members.withLock { _ = $0.remove(member) }
    }

    /// The first of `candidates` that is not proven.
    func first(of candidates: [ResourceAddress]) -> ResourceAddress? {
        members.withLock { members in candidates.first(where: members.contains) }
    }
}
