import ArgumentParser
import Ledger

/// Places in the ledger as people give them on a command line.
enum LedgerArgument {
    static func cursor(_ text: String) throws -> HistoryCursor {
        guard let cursor = HistoryCursor(text) else {
            throw ValidationError("'\(text)' is no cursor. A cursor looks like steps-4711.")
        }
        return cursor
    }

    static func place(_ text: String) throws -> AuditPlace {
        guard let place = AuditPlace(text) else {
            throw ValidationError(
                "'\(text)' is no head. A head looks like 4711:sha256:5e88…, as 'isobar audit verify' prints it.")
        }
        return place
    }
}
