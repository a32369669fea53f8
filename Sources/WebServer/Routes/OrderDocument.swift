/// What a person orders, in the body of a request. Who it is, the socket says.
public struct OrderDocument: Codable, Sendable, Equatable {
    public var reason: String?

    /// To approve: how many nodes and hosts may be deleted.
    public var allowDeletes: Int?

    /// To pause and resume: `all`, `host/waloop01`, `node/ca-eccc-msc`,
    /// `kind/haproxy`.
    public var scope: String?

    /// To pause: how long, in seconds.
    public var seconds: Int?

    /// To roll back: the run whose commit shall hold; without it, of the run
    /// before what is applied now.
    public var run: Int64?

    /// To roll back and unpin: one node, by its centre-id.
    public var node: String?

    enum CodingKeys: String, CodingKey {
        case reason, allowDeletes, scope, seconds, run, node
    }

    public init(
        reason: String? = nil, allowDeletes: Int? = nil, scope: String? = nil, seconds: Int? = nil,
        run: Int64? = nil, node: String? = nil
    ) {
        self.reason = reason
        self.allowDeletes = allowDeletes
        self.scope = scope
        self.seconds = seconds
        self.run = run
        self.node = node
    }
}
