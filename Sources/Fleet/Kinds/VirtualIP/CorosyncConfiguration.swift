/// What `corosync.conf` says of the cluster (corosync.conf(5)): sections in
/// braces, `key: value` lines.
struct CorosyncConfiguration: Equatable {
    /// Nil when the text names none.
    var clusterName: String?

    /// Addresses by the names of nodes.
    var nodes: [String: String] = [:]

    /// What it says of a quorum device, by the names of the keys in its section:
    /// `model`, `net.host`. Empty where there is none.
    var device: [String: String] = [:]

    init(_ text: String) {
        var sections: [String] = []
        var node: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            if words.last == "{" {
                sections.append(first)
                if sections == ["nodelist", "node"] { node = [:] }
            } else if first == "}" {
                if sections == ["nodelist", "node"], let address = node["ring0_addr:"] {
                    nodes[node["name:"] ?? address] = address
                }
                _ = sections.popLast()
            } else if sections == ["nodelist", "node"], words.count > 1 {
                node[first] = words[1]
            } else if sections == ["totem"], first == "cluster_name:", words.count > 1 {
                clusterName = words[1]
            } else if sections.starts(with: ["quorum", "device"]), first.hasSuffix(":"), words.count > 1 {
                device[(sections.dropFirst(2) + [String(first.dropLast())]).joined(separator: ".")] = words[1]
            }
        }
    }
}
