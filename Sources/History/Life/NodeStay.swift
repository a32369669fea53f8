public import BrokerModel

/// An instance of a node on a host in one version, as long as it was seen so.
public struct NodeStay: Sendable, Hashable {
    public var host: HostName
    public var image: String
    public var from: Timestamp

    /// When it was first seen gone or in another version; nil as of the last
    /// look.
    public var until: Timestamp?

    /// How often it was seen anew in the meantime: made again or started again.
    public var restarts: Int

    /// Puts together what was seen of a node's containers.
    ///
    /// - Parameter seen: rows of its containers on any host.
    /// - Returns: the stays, the oldest first.
    public static func stays(of seen: [PastResource]) -> [NodeStay] {
        let byHost = Dictionary(grouping: seen, by: \.host)
        return byHost.values.flatMap { stays(onOneHost: $0.sorted { $0.since < $1.since }) }
            .sorted { ($0.from, $0.host) < ($1.from, $1.host) }
    }

    private static func stays(onOneHost rows: [PastResource]) -> [NodeStay] {
        var stays: [NodeStay] = []
        var start: String?
        for row in rows {
            let image = row.record["image"] ?? ""
            let started = (row.record["id"] ?? "") + (row.record["startedAt"] ?? "")
            if let last = stays.last, last.image == image, last.until == row.since {
                stays[stays.count - 1].until = row.until
                if started != start { stays[stays.count - 1].restarts += 1 }
            } else {
                stays.append(NodeStay(host: row.host, image: image, from: row.since, until: row.until, restarts: 0))
            }
            start = started
        }
        return stays
    }
}
