/// How one member of a redundant set is doing, at one look.
public struct MemberHealth: Sendable, Equatable {
    public var isRunning: Bool

    /// By the member's own standard: its health check passes, its port
    /// answers. True where it has none.
    public var isHealthy: Bool

    /// Whether it may do its work although it is not healthy: what is amiss is
    /// what it belongs to, such as a cluster that is short of a node.
    public var mayServe: Bool

    /// Whether it is connected to what it serves (`connected_flag`); nil when
    /// it does not say.
    public var isConnected: Bool?

    /// Whether it is the elected one (`/primary` answers 200); nil when nothing
    /// is elected.
    public var isPrimary: Bool?

    /// Counters that grow while it works, by name
    /// (`messages_received_total`, `messages_published_total`).
    public var counters: [String: Double]

    /// What it says of itself when it is not well, for messages.
    public var note: String?

    public init(
        isRunning: Bool,
        isHealthy: Bool,
        mayServe: Bool = false,
        isConnected: Bool? = nil,
        isPrimary: Bool? = nil,
        counters: [String: Double] = [:],
        note: String? = nil
    ) {
        self.isRunning = isRunning
        self.isHealthy = isHealthy
        self.mayServe = mayServe
        self.isConnected = isConnected
        self.isPrimary = isPrimary
        self.counters = counters
        self.note = note
    }

    /// Whether it was seen to do no work: nobody loses anything when it goes.
    public var isIdle: Bool { !isRunning || !isHealthy && !mayServe }
}
