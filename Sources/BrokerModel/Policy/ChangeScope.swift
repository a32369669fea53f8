/// A part of the broker, as people name it: `all`, `host/waloop01`,
/// `node/ca-eccc-msc`, `kind/haproxy`.
public enum ChangeScope: Sendable, Hashable, CustomStringConvertible {
    case all
    case host(HostName)
    case node(CentreID)
    case kind(ResourceKind)

    /// Nil when `text` names no part.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch (parts.first, parts.count) {
        case ("all", 1):
            self = .all
        case ("host", 2):
            guard let host = HostName(parts[1]) else { return nil }
            self = .host(host)
        case ("node", 2):
            guard let node = CentreID(parts[1]) else { return nil }
            self = .node(node)
        case ("kind", 2):
            guard !parts[1].isEmpty, parts[1].utf8.allSatisfy({ $0.isLowercaseLetter || $0 == UInt8(ascii: "-") })
            else { return nil }
            self = .kind(ResourceKind(parts[1]))
        default:
            return nil
        }
    }

    public var description: String {
        switch self {
        case .all: "all"
        case .host(let host): "host/\(host)"
        case .node(let node): "node/\(node)"
        case .kind(let kind): "kind/\(kind)"
        }
    }

    /// Whether a resource belongs to this part.
    public func covers(_ resource: ResourceAddress) -> Bool {
        switch self {
        case .all: true
        case .host(let host): resource.host == host
        case .node(let node): resource.belongs(toOneOf: [node])
        case .kind(let kind): resource.kind == kind
        }
    }

    /// Whether a step touches this part.
    public func covers(_ step: Step) -> Bool {
        switch self {
        case .all: true
        case .host(let host): step.hosts.contains(host) || step.resource.scope == host.text
        case .node(let node): step.resource.belongs(toOneOf: [node]) || step.isOf(node)
        case .kind(let kind): step.resource.kind == kind
        }
    }
}

extension Step {
    /// Whether it disturbs an instance of a node.
    fileprivate func isOf(_ node: CentreID) -> Bool {
        guard let set = disturbance?.redundancy else { return false }
        return set.role == .node && set.set == node.text
    }
}
