/// Where the controller has the images that it streams to the hosts
/// (`images: {distribution: push}`).
public struct ImageSettings: Sendable, Equatable {
    /// A directory of archives that `docker save` wrote.
    public var archives: String?

    /// The socket of a Docker Engine on this machine.
    public var engine: String?

    /// To how many hosts images are streamed at the same time.
    public var hostsAtOnce: Int

    public init(archives: String? = nil, engine: String? = nil, hostsAtOnce: Int = 4) {
        self.archives = archives
        self.engine = engine
        self.hostsAtOnce = hostsAtOnce
    }
}
