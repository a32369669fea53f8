public import BrokerModel
import Foundation
import GRDB

extension LedgerStore {
    /// What was done to a resource: the newest steps of each kind, which are
    /// those that changed the same properties in the same way.
    ///
    /// - Parameter limit: how many of a kind.
    public func steps(on address: ResourceAddress, limit: Int) async throws -> ResourceSteps {
        try await read("read what was done to \(address)") { database in
            try ResourceStepQuery(database, address)?.steps(limit: limit)
                ?? ResourceSteps(succeeded: [], isTouched: false, readFrom: [:])
        }
    }

    /// How a resource was seen first and last: when, and whether it is still
    /// there as of the last look; nil when it never was.
    public func sightings(of address: ResourceAddress) async throws -> (first: Timestamp, gone: Timestamp?)? {
        try await read("read when \(address) was seen") { database in
            let number = try Int64.fetchOne(
                database, sql: "SELECT id FROM name WHERE text = ?", arguments: [address.description])
            guard let number,
                let first = try Int64.fetchOne(
                    database, sql: "SELECT min(valid_from) FROM observation WHERE resource = ?", arguments: [number])
            else { return nil }
            let last = try Row.fetchOne(
                database, sql: "SELECT valid_to FROM observation WHERE resource = ? ORDER BY valid_from DESC, id DESC LIMIT 1",
                arguments: [number])
            let gone = last.flatMap { $0["valid_to"] as Int64? }.map { Timestamp(microseconds: $0) }
            return (Timestamp(microseconds: first), gone)
        }
    }

    /// Addresses the ledger knows that end like a text, or begin with it.
    public func addresses(like text: String, limit: Int) async throws -> [ResourceAddress] {
        try await read("read the resources") { database in
            let last = text.split(separator: "/").last.map(String.init) ?? text
            let rows = try String.fetchCursor(
                database, sql: "SELECT text FROM name WHERE instr(text, ?) > 0 AND instr(text, '#') = 0",
                arguments: [last])
            var found: [ResourceAddress] = []
            while found.count < limit, let name = try rows.next() {
                if let address = ResourceAddress(name) { found.append(address) }
            }
            return found.sorted()
        }
    }
}
