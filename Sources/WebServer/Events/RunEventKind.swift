import Ledger

/// What a record of the audit chain tells of a run; the name of its event.
enum RunEventKind: String {
    /// The run began.
    case begin
    /// A step ended.
    case step
    /// The run ended, or was found to have been given up.
    case end

    init(_ entry: AuditEntry, of run: RunID) {
        self = entry.subject != "run/\(run)" ? .step : ["end", "close"].contains(entry.action) ? .end : .begin
    }
}
