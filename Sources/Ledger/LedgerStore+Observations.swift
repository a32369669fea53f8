public import BrokerModel
import Foundation
import GRDB
import History
import Synchronization

extension LedgerStore {
    /// Records what was seen, and where nothing could be seen.
    ///
    /// What stayed the same keeps its row; what changed closes its row and
    /// opens another; what is gone closes its row. A host that was not reached
    /// closes nothing: it gets a coverage row with the failure. A host that looks
    /// as this process recorded it last gets its coverage row and nothing else, and
    /// not even that while the last one is young (``HostLook/spacing``) and nothing
    /// else was recorded since.
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
            let head = try transaction.head().sequence
            for host in observed.hosts.values.sorted(by: { $0.host < $1.host }) {
                let moment = observed.observedAt
                let asked = askedByHost[host.host] ?? []
                if let last = before[host.host], last.host == host, last.asked == asked, try transaction.isLast(last) {
                    changes[host.host] = LookChanges(resources: host.resources.count)
                    now[host.host] = last.isEnough(at: moment, head: head)
                        ? last : try transaction.recorded(host, asked: asked, at: moment)
                    try transaction.keepOn(host.host, at: moment)
                } else {
                    changes[host.host] = try transaction.record(host, at: moment, key: key)
                    now[host.host] = try transaction.recorded(host, asked: asked, at: moment)
                    let text = try KeptHost.text(of: host, asked: asked, closing: ObservationSeal(key: key))
                    try transaction.keep(text, of: host.host, at: moment)
                }
            }
            for (host, failure) in observed.unreachable.sorted(by: { $0.key < $1.key }) {
                try transaction.cover(host, at: observed.observedAt, failure: failure)
            }
            try transaction.sealLooks()
            let end = try transaction.head().sequence
            return (changes, now.mapValues { $0.with(head: end) })
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

    /// Gives the look a row of coverage.
    fileprivate mutating func recorded(
        _ host: ObservedHost, asked: [ResourceAddress], at moment: Timestamp
    ) throws -> RecordedLook {
        RecordedLook(
            host: host, asked: asked, coverage: try cover(host.host, at: moment, failure: nil), coveredAt: moment)
    }

    /// Whether nothing was recorded of a host since.
    fileprivate mutating func isLast(_ look: RecordedLook) throws -> Bool {
        try Int64.fetchOne(
            database.cachedStatement(
                sql: "SELECT id FROM coverage WHERE +host = ? ORDER BY id DESC LIMIT 1"),
            arguments: [try name(look.host.host.text)]) == look.coverage
    }

    private mutating func end(observation: Int64, at moment: Timestamp) throws {
        try execute("UPDATE observation SET valid_to = ? WHERE id = ?", [moment.microseconds, observation])
        closedObservations.append(observation)
    }
}
