public import BrokerModel

/// A host at a past moment.
public struct HostState: Sendable, Equatable {
    public var host: HostName
    public var knowledge: HostKnowledge

    /// In the order of their addresses; of a host of which nothing is known,
    /// those seen last.
    public var resources: [PastResource]

    /// - Parameter resources: those that were recorded and not yet seen otherwise
    ///   at the moment; how sure each is follows from the knowledge.
    public init(host: HostName, knowledge: HostKnowledge, resources: [PastResource]) {
        self.host = host
        self.knowledge = knowledge
        self.resources = resources.sorted { $0.address < $1.address }
        for index in self.resources.indices {
            self.resources[index].certainty = Self.certainty(of: self.resources[index], knowledge)
        }
    }

    private static func certainty(of resource: PastResource, _ knowledge: HostKnowledge) -> Certainty {
        switch knowledge {
        case .seen: .seen
        case .between(_, let after): resource.until.map { $0 > after } ?? true ? .held : .unknown
        case .unreached, .notLooked, .neverLooked: .unknown
        }
    }

    /// Whether it is known which resources were there. Between two looks it is
    /// not: others may have come.
    public var isKnown: Bool {
        if case .seen = knowledge { true } else { false }
    }
}
