import BrokerModel
import Foundation
import GRDB

extension LedgerTransaction {
    /// Brings back what was observed, under the numbers it had.
    mutating func add(_ looks: ExportLine.Looks) throws {
        for look in looks.looks {
            let arguments: StatementArguments = [
                look.number, try name(look.host), look.at, try look.failure.map { try name($0) },
                try look.detail.map(blob),
            ]
            try execute("INSERT INTO coverage (id, host, looked_at, failure, detail) VALUES (?, ?, ?, ?, ?)", arguments)
        }
        // A resource has one open row: those that end make room first. Of a ledger of an earlier version the first such
        // line has all there was, so that what it brings may have ended already.
        let closed = Dictionary(looks.closed.map { ($0.number, $0.until) }) { first, _ in first }
        for closing in looks.closed {
            try execute("UPDATE observation SET valid_to = ? WHERE id = ?", [closing.until, closing.number])
        }
        for observation in looks.opened {
            guard let digest = Digest(observation.digest) else { continue }
            let arguments: StatementArguments = [
                observation.number, try name(observation.resource), try name(observation.host), observation.from,
                digest.data, observation.owned ? 1 : 0, try blob(observation.record), closed[observation.number],
            ]
            try execute(
                """
                INSERT INTO observation (id, resource, host, valid_from, digest, owned, record, valid_to)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """, arguments)
        }
    }

    /// Brings back what counts as applied by a run.
    mutating func add(_ applied: [ExportLine.Applied], replacing replaced: [String], by run: Int64) throws {
        for resource in replaced {
            try execute(
                "UPDATE applied SET ended_by = ? WHERE resource = ? AND ended_by IS NULL", [run, try name(resource)])
        }
        for entry in applied {
            guard let digest = Digest(entry.digest) else { continue }
            try execute(
                "INSERT INTO applied (resource, digest, run_id) VALUES (?, ?, ?)",
                [try name(entry.resource), digest.data, run])
        }
    }
}
