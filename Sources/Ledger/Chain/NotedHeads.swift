/// Heads of the audit chain as they were noted outside of it.
public struct NotedHeads: Sendable, Equatable {
    /// Those somebody gives, in any order.
    public var given: [AuditPlace]

    /// Those that were published, the newest first: the order tells which are
    /// from before a ledger was lost.
    public var published: [AuditPlace]

    public init(given: [AuditPlace] = [], published: [AuditPlace] = []) {
        self.given = given
        self.published = published
    }

    var all: [AuditPlace] { given + published }

    /// Heads of records that were lost with an earlier ledger. A head that was
    /// published after the loss is never among them, whatever its number.
    func lost(_ losses: [LossNote]) -> Set<AuditPlace> {
        var lost: Set<AuditPlace> = []
        for loss in losses {
            guard let end = published.firstIndex(of: loss.last) else { continue }
            lost.formUnion(published[end...].lazy.filter { $0.sequence > loss.after })
        }
        return lost
    }
}
