public import BrokerModel

/// What to find out about one host.
public struct HostInquiry: Sendable {
    public var packages: [String]

    /// Connections to try.
    public var targets: [ReachFacts.Target]

    /// Names a container must be able to resolve, at most eight.
    public var names: [String]

    /// Whether containers are to run there.
    public var needsEngine: Bool
    public var images: Set<ImageReference>

    /// Whether to ask registries for images that are not there.
    public var asksRegistries: Bool

    public init(
        packages: [String] = [], targets: [ReachFacts.Target] = [], names: [String] = [], needsEngine: Bool = false,
        images: Set<ImageReference> = [], asksRegistries: Bool = false
    ) {
        self.packages = packages
        self.targets = targets
        self.names = names
        self.needsEngine = needsEngine
        self.images = images
        self.asksRegistries = asksRegistries
    }
}
