/// All that was seen on one host.
public struct ObservedHost: Sendable, Equatable {
    public var host: HostName

    /// What was found; a resource that is not listed is not there.
    public var resources: [ResourceAddress: ObservedResource]

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
    }
}
