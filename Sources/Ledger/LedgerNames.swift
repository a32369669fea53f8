import Synchronization

/// The integers of names that are known to be in the ledger.
///
/// Names are never changed and never removed (triggers of the schema see to
/// that), whoever else writes to the file: what was once read stays true. A
/// whole look at a fleet names every resource of it.
final class LedgerNames: Sendable {
    private let known = Mutex<[String: Int64]>([:])

    func id(of text: String) -> Int64? {
        known.withLock { $0[text] }
    }

    /// Adds what a transaction found or made, when it is on disk.
    func add(_ names: [String: Int64]) {
        guard !names.isEmpty else { return }
        known.withLock { $0.merge(names) { first, _ in first } }
    }
}
