public import BrokerModel
import Foundation
import GRDB
import Synchronization

extension LedgerStore {
    /// Records what was seen, and where nothing could be seen.
    ///
    /// What stayed the same keeps its row; what changed closes its row and
    /// opens another; what is gone closes its row. A host that was not reached
    /// closes nothing: it gets a coverage row with the failure. A host that looks
    /// as this process recorded it last gets its coverage row and nothing else.
    ///
    /// - Parameters:
    ///   - asked: what was looked for, so that what is not there is known not
    ///     to be.
    ///   - key: the installation's key, for digests that cover secrets.
    /// - Returns: what differs from the look before, for each host that was
    ///   reached.
    @discardableResult
    public func record(
        _ observed: ObservedState, asked: [ResourceAddress] = [], key: [UInt8]
    ) async throws -> [HostName: LookChanges] {
        let askedByHost = Dictionary(grouping: asked, by: \.host)
        let before = recorded.withLock { $0 }
        let (changes, now) = try await write("record an observation") { transaction in
            var changes: [HostName: LookChanges] = [:]
            var now: [HostName: RecordedLook] = [:]
            for host in observed.hosts.values.sorted(by: { $0.host < $1.host }) {
                let asked = askedByHost[host.host] ?? []
                if let last = before[host.host], last.host == host, last.asked == asked, try transaction.isLast(last) {
                    changes[host.host] = LookChanges(resources: host.resources.count)
                    try transaction.keepOn(host.host, at: observed.observedAt)
                } else {
                    changes[host.host] = try transaction.record(host, at: observed.observedAt, key: key)
                    let text = try KeptHost.text(of: host, asked: asked, closing: ObservationSeal(key: key))
                    try transaction.keep(text, of: host.host, at: observed.observedAt)
                }
                let coverage = try transaction.cover(host.host, at: observed.observedAt, failure: nil)
                now[host.host] = RecordedLook(host: host, asked: asked, coverage: coverage)
            }
            for (host, failure) in observed.unreachable.sorted(by: { $0.key < $1.key }) {
                try transaction.cover(host, at: observed.observedAt, failure: failure)
            }
            try transaction.sealLooks()
            return (changes, now)
        }
        recorded.withLock { $0 = now }
        return changes
    }
}

extension LedgerTransaction {
    mutating func record(
        _ host: ObservedHost, at moment: Timestamp, key: [UInt8]
    ) throws -> LookChanges {
        let hostName = try name(host.host.text)
        var changes = LookChanges(isFirst: try !wasSeen(hostName), resources: host.resources.count)
        var open: [Int64: (id: Int64, digest: Data)] = [:]
        let rows = try Row.fetchCursor(
            database.cachedStatement(
                sql: "SELECT id, resource, digest FROM observation WHERE host = ? AND valid_to IS NULL"),
            arguments: [hostName])
        while let row = try rows.next() {
            open[row[1]] = (row[0], row[2])
        }
        for resource in host.resources.values {
            let record = resource.observation.record
            var fingerprint = Fingerprint(key: key)
            resource.observation.add(to: &fingerprint)
            for property in record.keys.sorted() { fingerprint.field(property, record[property]) }
            fingerprint.field("owned", resource.isOwned ? 1 : 0)
            let digest = fingerprint.finish().data
            let address = try name(resource.address.description)
            let current = open.removeValue(forKey: address)
            guard current?.digest != digest else { continue }
            if let current { try end(observation: current.id, at: moment) }
            if current == nil { changes.appeared.append(resource.address) } else { changes.changed.append(resource.address) }
            try execute(
                """
                INSERT INTO observation (id, resource, host, valid_from, digest, owned, record)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    try number(after: "observation", "last_observation"), address, hostName, moment.microseconds, digest, resource.isOwned ? 1 : 0,
                    try blob(JSONRecord.text(record)),
                ])
        }
        for (resource, gone) in open {
            try end(observation: gone.id, at: moment)
            if let address = ResourceAddress(try text(ofName: resource)) { changes.gone.append(address) }
        }
        changes.appeared.sort()
        changes.changed.sort()
        changes.gone.sort()
        return changes
    }

    private func wasSeen(_ host: Int64) throws -> Bool {
        try Int64.fetchOne(
            database.cachedStatement(
                sql: "SELECT id FROM coverage WHERE host = ? AND failure IS NULL LIMIT 1"),
            arguments: [host]) != nil
    }

    /// Whether nothing was recorded of a host since.
    fileprivate mutating func isLast(_ look: RecordedLook) throws -> Bool {
        try Int64.fetchOne(
            database.cachedStatement(
                sql: "SELECT id FROM coverage WHERE +host = ? ORDER BY id DESC LIMIT 1"),
            arguments: [try name(look.host.host.text)]) == look.coverage
    }

    /// - Returns: the row.
    @discardableResult
    mutating func cover(_ host: HostName, at moment: Timestamp, failure: Failure?) throws -> Int64 {
        try execute(
            "INSERT INTO coverage (host, looked_at, failure, detail) VALUES (?, ?, ?, ?)",
            [
                try name(host.text), moment.microseconds, try failure.map { try name($0.code.name) },
                try failure.map { try blob($0.description) },
            ])
        return database.lastInsertedRowID
    }

    private mutating func end(observation: Int64, at moment: Timestamp) throws {
        try execute("UPDATE observation SET valid_to = ? WHERE id = ?", [moment.microseconds, observation])
        closedObservations.append(observation)
    }
}
