import BrokerModel
import GRDB
import History

extension LedgerTransaction {
    /// Records that a host was looked at.
    ///
    /// A look before it that has no row gets one where nobody would know otherwise
    /// that the host was looked at until then. So this comes before the look is kept.
    ///
    /// - Returns: the row.
    @discardableResult
    mutating func cover(_ host: HostName, at moment: Timestamp, failure: Failure?) throws -> Int64 {
        let number = try name(host.text)
        if let look = try WaitingLook.at(number, in: database), look < moment, moment - look > HostLook.spacing {
            _ = try insertLook(number, at: look, failure: nil)
        }
        return try insertLook(number, at: moment, failure: failure)
    }

    private mutating func insertLook(_ host: Int64, at moment: Timestamp, failure: Failure?) throws -> Int64 {
        try execute(
            "INSERT INTO coverage (host, looked_at, failure, detail) VALUES (?, ?, ?, ?)",
            [
                host, moment.microseconds, try failure.map { try name($0.code.name) },
                try failure.map { try blob($0.description) },
            ])
        return database.lastInsertedRowID
    }
}
