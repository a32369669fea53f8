/// The result of proving an intact ledger.
public struct AuditVerification: Sendable, Equatable {
    /// Links that hold.
    public var records: Int64 = 0

    /// The last link; publishing it makes a rewritten chain show.
    public var head: AuditPlace

    /// The link before the first that is here: the last one that was pruned, or
    /// the origin.
    public var start: AuditPlace

    /// Runs and steps that were held against the records.
    public var runs: Int64 = 0
    public var steps: Int64 = 0

    /// Looks at hosts, and observations, that a record of the chain covers.
    public var looks: Int64 = 0
    public var observations: Int64 = 0

    /// Looks since the last such record: nothing proves them yet.
    public var unsealedLooks: Int64 = 0

    /// Texts whose digest was computed anew.
    public var texts: Int64 = 0

    /// Heads noted elsewhere that lie in what was pruned: the export has them.
    public var prunedHeads: Int = 0

    /// Heads noted elsewhere that are of records an earlier ledger had.
    public var lostHeads: Int = 0

    /// What records say was lost with an earlier ledger.
    public var losses: [LossNote] = []

    init(head: AuditPlace, start: AuditPlace) {
        self.head = head
        self.start = start
    }

    /// Everything that was proven: links, runs, steps, looks, observations.
    public var proven: Int64 { records + runs + steps + looks + observations }
}
