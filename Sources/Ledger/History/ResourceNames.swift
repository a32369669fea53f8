import BrokerModel
import GRDB

/// The resources a filter is about, as integers.
enum ResourceNames {
    static func matching(_ filter: HistoryFilter, in database: Database) throws -> [Int64] {
        var matching: [Int64] = []
        let candidates = try candidates(filter, in: database)
        while let row = try candidates.next() {
            // Names of steps stand in the same table.
            guard let address = ResourceAddress(row["text"] as String), matches(address, filter) else { continue }
            matching.append(row["id"])
        }
        return matching
    }

    /// Names that may match. Those of hosts and resources lie together in the
    /// index of names; a node's are all over it, and it is read through, by the
    /// database: it grows with what there ever was to manage, not with what happened.
    private static func candidates(_ filter: HistoryFilter, in database: Database) throws -> RowCursor {
        let prefixes = filter.resources.isEmpty ? filter.hosts.map { $0.text + "/" } : filter.resources
        guard !prefixes.isEmpty else {
            // A part of a node has the node's name in its own. SQLite limits how long a condition may be.
            let isFew = (1...100).contains(filter.nodes.count)
            let conditions = isFew ? filter.nodes.map { _ in "instr(text, ?) > 0" } : ["TRUE"]
            return try Row.fetchCursor(
                database, sql: "SELECT id, text FROM name WHERE \(conditions.joined(separator: " OR "))",
                arguments: StatementArguments(isFew ? filter.nodes.map(\.text) : []))
        }
        let ranges = prefixes.map { _ in "(text >= ? AND text < ?)" }.joined(separator: " OR ")
        let bounds = prefixes.flatMap { [$0, $0 + "\u{10FFFF}"] }
        return try Row.fetchCursor(
            database, sql: "SELECT id, text FROM name WHERE \(ranges)", arguments: StatementArguments(bounds))
    }

    static func matches(_ address: ResourceAddress, _ filter: HistoryFilter) -> Bool {
        let text = address.description
        guard filter.hosts.isEmpty || address.host.map(filter.hosts.contains) ?? false else { return false }
        guard filter.nodes.isEmpty || address.belongs(toOneOf: Set(filter.nodes)) else { return false }
        return filter.resources.isEmpty
            || filter.resources.contains { text == $0 || text.hasPrefix($0.hasSuffix("/") ? $0 : $0 + "/") }
    }
}
