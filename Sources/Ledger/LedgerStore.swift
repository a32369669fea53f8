public import BrokerModel
import Foundation
import GRDB
import Glibc
import Synchronization

/// The store of observations, plans, runs and the audit chain: one SQLite file.
///
/// Readers never hold up writers (write-ahead log). Every committed
/// transaction is on disk when the call returns (`synchronous=FULL`), so that
/// an intent is there before its effect.
public final class LedgerStore: Sendable {
    let pool: DatabasePool
    let clock: @Sendable () -> Timestamp
    private let names = LedgerNames()

    /// Where transactions run; see ``LedgerAccess``.
    let access: LedgerAccess

    /// The look at each host that this process recorded last.
    let recorded = Mutex<[HostName: RecordedLook]>([:])

    /// The file, for messages.
    public let path: String

    /// Opens the ledger, creating or upgrading it as needed.
    ///
    /// - Parameters:
    ///   - path: the file; its directory must exist.
    ///   - clock: gives the time that is recorded.
    ///   - access: anything else than the default is for simulations.
    /// - Throws: ``Failure`` with `ledgerNewer` when a newer Isobar wrote the
    ///   file, `ledgerUnusable` when it is no ledger or cannot be opened.
    public convenience init(
        path: String, clock: @escaping @Sendable () -> Timestamp, access: LedgerAccess = .concurrent
    ) throws {
        // Only its owner reads it. SQLite gives the files beside it the same mode.
        close(open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600))
        let pool = try LedgerFailure.translating("open the ledger", path) {
            try DatabasePool(path: path, configuration: Self.configuration)
        }
        try self.init(pool: pool, path: path, clock: clock, access: access)
    }

    private init(
        pool: DatabasePool, path: String, clock: @escaping @Sendable () -> Timestamp, access: LedgerAccess
    ) throws {
        self.access = access
        self.pool = pool
        self.path = path
        self.clock = clock
        try SchemaUpgrade(pool: pool, path: path).run(at: clock())
    }

    private static var configuration: GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        return configuration
    }

    /// Runs `work` in a transaction that is on disk when this returns.
    func write<Value: Sendable>(
        _ attempted: String,
        _ work: @escaping @Sendable (inout LedgerTransaction) throws -> Value
    ) async throws -> Value {
        let now = clock()
        let known = names
        let transact: @Sendable (Database) throws -> (Value, [String: Int64]) = { database in
            var transaction = LedgerTransaction(database: database, now: now, known: known)
            let value = try work(&transaction)
            return (value, transaction.names)
        }
        let (value, found) =
            if case .inPlace(let admit) = access {
                try inPlace(attempted, admit) { try $0.write(transact) }
            } else {
                try await LedgerFailure.translating(attempted, path) { try await pool.write(transact) }
            }
        known.add(found)
        return value
    }

    /// Reads one consistent state.
    func read<Value: Sendable>(
        _ attempted: String,
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        if case .inPlace(let admit) = access { return try inPlace(attempted, admit) { try $0.read(work) } }
        return try await LedgerFailure.translating(attempted, path) { try await pool.read(work) }
    }

    /// Runs a transaction on the thread that asks for it.
    private func inPlace<Value>(
        _ attempted: String, _ admit: () throws -> Void, _ work: (DatabasePool) throws -> Value
    ) throws -> Value {
        try admit()
        return try LedgerFailure.translating(attempted, path) { try work(pool) }
    }
}
