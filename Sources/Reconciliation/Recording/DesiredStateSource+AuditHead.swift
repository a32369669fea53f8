public import Ledger

extension DesiredStateSource {
    /// How many heads are read back.
    private static let limit = 10_000

    /// Whether heads of the audit chain are published in the repository.
    public var publishesAuditHead: Bool { auditReference != nil }

    /// Publishes where the audit chain ends beside the branches of the
    /// repository: who changes the ledger afterwards does not change that.
    func publish(_ head: AuditPlace, after run: RunID) async throws {
        guard let auditReference else { return }
        try await mirror.publish(PublishedHead(head).message(after: run), under: auditReference, at: clock())
    }

    /// The heads that were published, the newest first; none when that is turned
    /// off.
    public func publishedAuditHeads() async throws -> [AuditPlace] {
        guard let auditReference else { return [] }
        return try await mirror.published(under: auditReference, limit: Self.limit)
            .compactMap { PublishedHead(message: $0)?.place }
    }
}
