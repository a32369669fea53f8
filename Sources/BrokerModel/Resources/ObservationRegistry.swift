/// The observations of every kind, one line each: for reading back what was
/// kept of them.
public enum ObservationRegistry {
    public static let all: [any ResourceObservation.Type] = [
        HelperObservation.self,
        PackageObservation.self,
        AccountObservation.self,
        SudoObservation.self,
        DirectoryObservation.self,
        NetworkObservation.self,
        ImageObservation.self,
        FileObservation.self,
        ContainerObservation.self,
        HAProxyObservation.self,
        TraefikObservation.self,
        PrometheusObservation.self,
        VirtualIPObservation.self,
        QuorumDeviceObservation.self,
        RedisObservation.self,
        EMQXObservation.self,
        EMQXUserObservation.self,
        RotationObservation.self,
    ]

    /// The observation of a kind; nil when nothing knows it.
    public static func type(of kind: ResourceKind) -> (any ResourceObservation.Type)? { types[kind] }

    private static let types: [ResourceKind: any ResourceObservation.Type] = Dictionary(
        uniqueKeysWithValues: all.map { ($0.kind, $0) })
}
