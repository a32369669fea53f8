import BrokerModel
import GRDB

/// Turns SQLite's errors into failures a person can act on.
enum LedgerFailure {
    /// - Parameter remedy: of a file that is damaged, or none; nil says what to do with the ledger itself.
    static func translating<Value>(
        _ attempted: String,
        _ path: String,
        remedy: String? = nil,
        _ work: () throws -> Value
    ) throws -> Value {
        do {
            return try work()
        } catch let error as DatabaseError {
            var failure = failure(attempted, path, error)
            if let remedy, [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode) { failure.remedy = remedy }
            throw failure
        }
    }

    static func translating<Value>(
        _ attempted: String,
        _ path: String,
        _ work: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await work()
        } catch let error as DatabaseError {
            throw failure(attempted, path, error)
        }
    }

    /// The statement and its arguments stay out of the text.
    private static func failure(_ attempted: String, _ path: String, _ error: DatabaseError) -> Failure {
        let response = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        return switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            Failure(
                .ledgerBusy, attempted: attempted, on: path, response: response,
                remedy: "another process holds the database; try again, or see who with: fuser \(path)")
        case .SQLITE_FULL:
            Failure(
                .diskFull, attempted: attempted, on: path, response: response,
                remedy: "make room on the file system of the database")
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
            Failure(
                .ledgerUnusable, attempted: attempted, on: path, response: response,
                remedy: "the directory and the file must exist and be writable for this user")
        case .SQLITE_IOERR:
            Failure(
                .ledgerUnusable, attempted: attempted, on: path, response: response,
                remedy: "the file system of the database failed: see its free space and the kernel's log")
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            Failure(
                .ledgerUnusable, attempted: attempted, on: path, response: response,
                remedy: "move the file away and restore a backup; without one a new ledger starts empty, "
                    + "what runs on the hosts stays known from their own records")
        case .SQLITE_CONSTRAINT, .SQLITE_TOOBIG, .SQLITE_MISMATCH:
            // The file is as it should be: another record may well be taken.
            Failure(
                .commandFailed, attempted: attempted, on: path, response: response,
                remedy: "the ledger takes no such record; that is a defect of Isobar, and worth a report")
        default:
            Failure(.ledgerUnusable, attempted: attempted, on: path, response: response)
        }
    }
}
