import BrokerModel

/// Every kind of resource, one line each.
enum KindRegistry {
    /// What is created and removed, in the order in which the rules are asked:
    /// a kind sees what the plan does to the kinds before it. Removal asks the
    /// other way round.
    static let things: [any KindRules.Type] = [
        HelperRules.self,
        PackageRules.self,
        AccountRules.self,
        SudoRules.self,
        DirectoryRules.self,
        NetworkRules.self,
        ImageRules.self,
        FileRules.self,
        ContainerRules.self,
        EMQXRules.self,
        EMQXUserRules.self,
    ]

    /// Processes that load what the others bring: asked last, when all that
    /// the plan does on their host is known.
    static let processes: [any KindRules.Type] = [
        HAProxyRules.self,
        TraefikRules.self,
        PrometheusRules.self,
        VirtualIPRules.self,
        QuorumDeviceRules.self,
        RotationRules.self,
        RedisRules.self,
    ]

    static let all = things + processes

    /// The position of each kind in ``all``.
    static let ranks: [ResourceKind: Int] = Dictionary(
        uniqueKeysWithValues: all.enumerated().map { ($1.kind, $0) })

    /// The rules of a kind; nil for one that planning does not know.
    static func rules(for kind: ResourceKind) -> (any KindRules.Type)? { ranks[kind].map { all[$0] } }

    static func isProcess(_ kind: ResourceKind) -> Bool {
        processes.contains { $0.kind == kind }
    }
}
