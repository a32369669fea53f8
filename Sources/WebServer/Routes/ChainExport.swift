import BrokerModel
import Ledger
import Synchronization

/// The audit chain in pieces, each read for itself: whoever takes them slowly holds
/// nobody up. It ends with the record that was the last when it began.
struct ChainExport {
    let ledger: LedgerStore

    /// Makes it an excerpt; nil for the whole.
    let filter: HistoryFilter?
    private var place: AuditPlace?
    private var last: Int64 = 0
    private var isBegun = false

    /// How many records are looked at for a piece.
    private static let size = 250

    init(ledger: LedgerStore, filter: HistoryFilter?) {
        self.ledger = ledger
        self.filter = filter
    }

    /// - Throws: ``Failure`` when the chain has no such record, or another.
    mutating func begin(after start: ChainRoutes.Start?) async throws {
        switch start {
        case .number(let number): place = try await ledger.auditPlace(number)
        case .place(let noted):
            // Read first: a record the chain has differently is refused before anything is sent.
            _ = try await ledger.exportAudit(after: noted, limit: 0) { _ in }
            place = noted
        case nil: place = nil
        }
        last = try await ledger.auditHead().sequence
    }

    /// The next lines; nil at the end.
    mutating func next() async throws -> [UInt8]? {
        if isBegun, let place, place.sequence >= last { return nil }
        let lines = Lines()
        let rest = place.map { Int(clamping: last - $0.sequence) } ?? Self.size
        let result = try await ledger.exportAudit(
            after: place, matching: filter, limit: max(0, min(Self.size, rest)), isContinued: isBegun
        ) { lines.add($0) }
        isBegun = true
        place = try await ledger.auditPlace(result.last)
        return lines.all
    }

    private final class Lines: Sendable {
        private let bytes = Mutex<[UInt8]>([])

        func add(_ line: [UInt8]) { bytes.withLock { $0 += line } }

        var all: [UInt8] { bytes.withLock { $0 } }
    }
}
