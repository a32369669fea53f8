/// All that was seen on one host.
public struct ObservedHost: Sendable {
    public var host: HostName

    /// What was found; a resource that is not listed is not there.
    public var resources: [ResourceAddress: ObservedResource] {
        didSet { parts = nil }
    }

    /// Which of them are parts of what there is once in the broker; nil when they
    /// were changed since. There are few among very many.
    private var parts: [ResourceAddress]?

    /// Everything the host records as Isobar's, also what no longer exists.
    public var manifest: Manifest

    /// Contents of small, non-confidential files that differ from what is
    /// wanted, for showing the difference. By path.
    public var texts: [AbsolutePath: String]

    public init(
        host: HostName,
        resources: [ResourceAddress: ObservedResource],
        manifest: Manifest,
        texts: [AbsolutePath: String] = [:]
    ) {
        self.host = host
        self.resources = resources
        self.manifest = manifest
        self.texts = texts
        parts = Self.parts(among: resources)
    }

    /// What the host tells of things there are once in the broker.
    var partsOfShared: [ObservedResource] {
        (parts ?? Self.parts(among: resources)).compactMap { resources[$0] }
    }

    private static func parts(among resources: [ResourceAddress: ObservedResource]) -> [ResourceAddress] {
        resources.values.filter { type(of: $0.observation).isShared }.map(\.address)
    }
}

extension ObservedHost: Equatable {
    public static func == (left: Self, right: Self) -> Bool {
        left.host == right.host && left.manifest == right.manifest && left.texts == right.texts
            && left.resources == right.resources
    }
}
