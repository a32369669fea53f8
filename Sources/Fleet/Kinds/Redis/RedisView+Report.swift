internal import BrokerModel

extension RedisView {
    /// Reads what a node answered. One that refuses to tell, because it is still
    /// loading its data, is silent.
    ///
    /// - Throws: when it is not what Redis writes; nothing is then known.
    init(_ report: RedisReport) throws(MalformedAnswer) {
        self = .silent
        guard report.isAnswering else { return }
        var replies = RedisReplies(report.replies)
        guard case .text(let nodes) = try replies.next(), case .text(let cluster) = try replies.next(),
            case .text(let replication) = try replies.next(), case .number(let keys) = try replies.next()
        else { return }
        var known: [RedisNode] = []
        for line in nodes.split(whereSeparator: \.isNewline) {
            guard let node = RedisNode(line: line) else { throw MalformedAnswer("a node of Redis is none") }
            known.append(node)
        }
        let link = Self.settings(replication)
        self = RedisView(
            nodes: known, isOK: Self.settings(cluster)["cluster_state"] == "ok", keys: keys,
            isLinked: link["role"] == "master"
                || link["master_link_status"] == "up" && link["master_sync_in_progress"] == "0")
    }

    /// `name:value` lines.
    private static func settings(_ text: String) -> [Substring: Substring] {
        var settings: [Substring: Substring] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            guard let colon = line.firstIndex(of: ":") else { continue }
            settings[line[..<colon]] = line[line.index(after: colon)...]
        }
        return settings
    }
}
