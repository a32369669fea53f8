public import BrokerModel

/// What is asked of the past. Everything that is set must hold.
public struct HistoryFilter: Sendable, Equatable {
    public var hosts: [HostName]
    public var nodes: [CentreID]

    /// Addresses, or the beginning of addresses up to a slash.
    public var resources: [String]

    /// `ada@wmanage`, or the part before the `@`.
    public var actor: String?

    /// The first digits of a commit's identifier.
    public var commit: String?

    /// What steps do: `create`, `replace` …
    public var actions: [String]

    /// How runs, or steps, ended.
    public var outcomes: [String]
    public var since: Timestamp?
    public var until: Timestamp?
    public var limit: Int

    /// Where the page before ended; a cursor of another listing is not heeded.
    public var after: HistoryCursor?

    public init(
        hosts: [HostName] = [], nodes: [CentreID] = [], resources: [String] = [], actor: String? = nil,
        commit: String? = nil, actions: [String] = [], outcomes: [String] = [], since: Timestamp? = nil,
        until: Timestamp? = nil, limit: Int = 20, after: HistoryCursor? = nil
    ) {
        self.hosts = hosts
        self.nodes = nodes
        self.resources = resources
        self.actor = actor
        self.commit = commit
        self.actions = actions
        self.outcomes = outcomes
        self.since = since
        self.until = until
        self.limit = limit
        self.after = after
    }

    /// Whether it asks for what happened to things, not for whole runs.
    public var asksForSteps: Bool {
        !hosts.isEmpty || !nodes.isEmpty || !resources.isEmpty || !actions.isEmpty
    }

    var narrowsResources: Bool { !hosts.isEmpty || !nodes.isEmpty || !resources.isEmpty }
}
