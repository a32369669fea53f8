public import BrokerModel
import Decisions
import GitRepository
public import Ledger
import Logging
import Reconciliation

/// Going back to what was applied before.
extension BrokerService {
    /// Has the commit of an earlier run hold again, for the broker or for one
    /// node, until the branch moves on.
    ///
    /// - Parameter run: nil for the one before what is applied now.
    /// - Returns: how things stand once that was judged.
    /// - Throws: ``Failure`` when that run's commit never stood, is not signed where the
    ///   policy asks for it, cannot be read any more, or is what is wanted already.
    public func rollBack(
        to run: RunID?, node: CentreID?, by actor: String, reason: String?
    ) async throws -> ServiceStatus {
        guard let head = loop.head else {
            throw Self.cannotGoBack(
                .incomplete, "the branch was not read yet", remedy: "ask again once it can be read: isobar sync")
        }
        let (run, commit) = try await goal(run, node, head: head.commit)
        // So that what is not signed, or cannot be read any more, is refused now and not by every run or look.
        try await reconciler.checkSigner(of: commit)
        let today = try reconciler.source.today()
        if let node {
            _ = try await reconciler.source.node(node, of: commit, today: today)
        } else {
            do {
                _ = try await reconciler.source.load(commit.text, today: today)
            } catch {
                throw Self.failure(error)
            }
        }
        let pin = Pin(run: run.number, commit: commit, node: node, head: head.commit, actor: actor, reason: reason)
        try await record(pin)
        inbox.post(.input(.pinned(pin)))
        await settled()
        return status
    }

    /// Lets go what is held: of a node, or all of it.
    ///
    /// - Throws: ``Failure`` with `notFound` when nothing is.
    public func unpin(_ node: CentreID?, by actor: String) async throws -> ServiceStatus {
        try await catchUp()
        guard try await reconciler.ledger.endPins(of: node, by: actor) else {
            throw Failure(
                .notFound, attempted: "let go what is held", on: (node.map(ChangeScope.node) ?? .all).description,
                response: "nothing is held there", remedy: "see what is: isobar sync")
        }
        inbox.post(.input(.unpinned(node)))
        await settled()
        return status
    }

    /// Where the loop asks for it, after a rollout that failed for good.
    func rollBack(to commit: CommitID, from head: CommitID) async {
        do {
            guard let run = try await reconciler.ledger.lastSuccess(of: commit.text) else { return }
            let pin = Pin(
                run: run.number, commit: commit, head: head, actor: actor,
                reason: "the rollout of commit \(head.abbreviated) failed")
            try await record(pin)
            inbox.post(.input(.pinned(pin)))
        } catch {
            log.error("could not go back to what was applied before", metadata: Self.metadata(error))
        }
    }

    /// Nodes that the plans of the service take from an earlier commit.
    var pinnedNodes: [CentreID: CommitID] {
        Dictionary(loop.memory.pins.compactMap { pin in pin.node.map { ($0, pin.commit) } }) { $1 }
    }

    private func record(_ pin: Pin) async throws {
        let commit = try await reconciler.source.commit(pin.commit)
        let head = try await reconciler.source.commit(pin.head)
        try await catchUp()
        try await reconciler.ledger.record(pin, at: CommitRecord(commit), head: CommitRecord(head))
    }

    /// The run that is meant, and its commit.
    private func goal(_ run: RunID?, _ node: CentreID?, head: CommitID) async throws -> (RunID, CommitID) {
        guard let run else { return try await runBefore(loop.target ?? head) }
        guard let summary = try await reconciler.ledger.run(run)?.summary else {
            throw Self.cannotGoBack(.notFound, "there is no run \(run)", remedy: "see them: isobar history")
        }
        guard summary.outcome == RunOutcome.succeeded.rawValue, let commit = summary.commit.flatMap({ CommitID($0) })
        else {
            throw Self.cannotGoBack(
                .usage, "run \(run) ended as \(summary.outcome ?? "not yet"): what it was to bring never stood",
                remedy: "choose one that succeeded: isobar history --outcome succeeded")
        }
        guard node != nil || commit != loop.target else {
            throw Self.cannotGoBack(.usage, "commit \(commit.abbreviated) of run \(run) is what is wanted now")
        }
        return (run, commit)
    }

    private func runBefore(_ commit: CommitID) async throws -> (RunID, CommitID) {
        let filter = HistoryFilter(outcomes: [RunOutcome.succeeded.rawValue], limit: 500)
        let runs = try await reconciler.ledger.runs(matching: filter).entries
        let earlier = runs.first { $0.command == LedgerStore.wholeApply && $0.commit != commit.text }
        guard let earlier, let goal = earlier.commit.flatMap({ CommitID($0) }) else {
            throw Self.cannotGoBack(.notFound, "no other commit was ever applied", remedy: "see: isobar history")
        }
        return (earlier.id, goal)
    }

    private static func cannotGoBack(_ code: FailureCode, _ response: String, remedy: String? = nil) -> Failure {
        Failure(code, attempted: "go back", on: "the broker", response: response, remedy: remedy)
    }
}
