import BrokerModel
import Ledger

extension Reconciler {
    /// Publishes where the audit chain ends, outside of the ledger.
    ///
    /// What was done is done: that nobody could be told is said, and fails
    /// nothing.
    ///
    /// - Returns: why it could not be published.
    func publishAuditHead(after run: RunID) async -> Failure? {
        do {
            try await source.publish(try await ledger.auditHead(), after: run)
            return nil
        } catch let failure as Failure {
            return failure
        } catch {
            return Failure(
                .repositoryFailed, attempted: "publish the head of the audit chain", on: configuration.repository.url,
                response: "\(error)")
        }
    }

    /// Records under which configuration is worked, when it is another than
    /// before. It names files with secrets and holds none.
    public func recordConfiguration(actor: String) async throws {
        try await ledger.note(configuration: ConfigurationText(configuration).text, by: actor)
    }

    /// Whether a plan may be applied; that it may not is a record, too.
    ///
    /// - Throws: ``Failure`` with `refusedByPolicy` or `planStale`.
    public func admit(_ prepared: PreparedPlan, _ request: ApplyRequest) async throws {
        do {
            try await check(prepared, request)
        } catch let failure as Failure {
            try await ledger.note(
                "refuse", "plan/\(prepared.plan.digest)", by: request.actor, outcome: failure.code.name,
                detail: failure.description)
            throw failure
        }
    }
}
