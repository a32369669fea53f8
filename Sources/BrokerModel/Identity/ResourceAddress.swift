/// The address of a resource: `host/kind/name` (CONTRACT section 5).
///
/// A file's name is its path without the leading slash, so that
/// `wlb01/file/etc/haproxy/haproxy.cfg` reads as one path. Things of the whole
/// broker have a scope in place of the host: `cluster/redis`,
/// `emqx/user/everyone`.
public struct ResourceAddress: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The host, or the scope of something that belongs to no single host.
    public let scope: String
    public let kind: ResourceKind
    public let name: String

    /// The address of something on a host.
    public init(_ host: HostName, _ kind: ResourceKind, _ name: String) {
        self.init(scope: host.text, kind: kind, name: name)
    }

    /// The address of something of the whole broker.
    public init(scope: String, kind: ResourceKind, name: String) {
        self.scope = scope
        self.kind = kind
        self.name = name
    }

    /// The address of something there is once in the whole broker, on several
    /// hosts together: `cluster/virtual-ip`.
    public init(sharedKind kind: ResourceKind) {
        self.init(scope: Self.clusterScope, kind: kind, name: "")
    }

    /// Parses the text form; nil when it has fewer than three parts, or than two
    /// for something there is once in the broker.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 || parts.count == 2 && parts[0] == Self.clusterScope, parts.allSatisfy({ !$0.isEmpty })
        else { return nil }
        self.init(
            scope: String(parts[0]), kind: ResourceKind(String(parts[1])),
            name: parts.count == 3 ? String(parts[2]) : "")
    }

    /// The host; nil for something of the whole broker.
    public var host: HostName? { Self.brokerScopes.contains(scope) ? nil : HostName(scope) }

    public var description: String { name.isEmpty ? "\(scope)/\(kind.text)" : "\(scope)/\(kind.text)/\(name)" }

    /// The kind is left out: of one name on one host there are hardly two kinds.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(scope)
    }

    public static func < (left: Self, right: Self) -> Bool {
        if left.scope != right.scope { return left.scope < right.scope }
        if left.kind != right.kind { return left.kind < right.kind }
        return left.name < right.name
    }

    /// The scope of what several hosts are together.
    public static let clusterScope = "cluster"

    /// The name under which a host tells what it knows of a thing there is once:
    /// `wlb01/virtual-ip/member`. Of several of a kind it tells by their names.
    public static let partName = "member"

    /// Scopes that are not hosts; no host may bear such a name.
    public static let brokerScopes: Set<String> = [clusterScope, "emqx"]
}
