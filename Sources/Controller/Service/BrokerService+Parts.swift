import BrokerModel
import Decisions
import GitRepository
import Reconciliation

/// The parts of the broker that people may name.
extension BrokerService {
    /// Remembers what a look was about. A look for what was applied last follows
    /// one for the head, so its parts come to those of the head.
    func noteParts(of look: PreparedPlan) {
        if look.loaded.commit.id == loop.head?.commit { parts = [] }
        let state = look.loaded.desired
        parts.formUnion(state.hosts.map { ChangeScope.host($0.name) })
        parts.formUnion(state.nodes.map { ChangeScope.node($0.centreID) })
        parts.formUnion(look.resources.map { ChangeScope.kind($0.address.kind) })
        parts.formUnion(look.plan.steps.map { ChangeScope.kind($0.resource.kind) })
    }

    /// A pause of a part that is not there would keep nothing from being changed,
    /// and whoever asked for it would rely on it.
    ///
    /// - Throws: ``Failure`` with `notFound` when the last look found no such part.
    func requireKnown(_ scope: ChangeScope, to attempted: String) throws {
        guard scope != .all, !parts.isEmpty, !parts.contains(scope) else { return }
        let others = parts.filter { Self.isAlike($0, scope) }.map(\.description).sorted()
        throw Failure(
            .notFound, attempted: attempted, on: scope.description, response: "the broker has no such part",
            remedy: others.count > 30 ? "see them: isobar status" : "there are: \(others.joined(separator: ", "))")
    }

    private static func isAlike(_ one: ChangeScope, _ other: ChangeScope) -> Bool {
        switch (one, other) {
        case (.host, .host), (.node, .node), (.kind, .kind): true
        default: false
        }
    }
}
