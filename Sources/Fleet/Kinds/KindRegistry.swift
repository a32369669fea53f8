internal import BrokerModel

/// Every kind of resource, one line each.
enum KindRegistry {
    static let all: [any KindOperator] = [
        HelperOperator(),
        PackageOperator(),
        AccountOperator(),
        SudoOperator(),
        DirectoryOperator(),
        FileOperator(),
        NetworkOperator(),
        ImageOperator(),
        ContainerOperator(),
        HAProxyOperator(),
        TraefikOperator(),
        PrometheusOperator(),
        VirtualIPOperator(),
        QuorumDeviceOperator(),
        RotationOperator(),
        RedisOperator(),
        EMQXOperator(),
        EMQXUserOperator(),
    ]

    private static let byKind = Dictionary(uniqueKeysWithValues: all.map { ($0.kind, $0) })

    /// Nil for a kind this version does not know.
    static subscript(kind: ResourceKind) -> (any KindOperator)? { byKind[kind] }
}
