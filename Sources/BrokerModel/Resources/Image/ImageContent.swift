/// An image that the controller has and can stream to hosts.
public struct ImageContent: Sendable, Equatable {
    /// The image as a host shows it once it is there.
    public var image: ImageObservation

    /// What it takes, in bytes, uncompressed.
    public var bytes: Int64

    /// Where the controller has it, in an operator's words: "the archive
    /// /srv/images/redis.tar".
    public var origin: String

    public init(image: ImageObservation, bytes: Int64, origin: String) {
        self.image = image
        self.bytes = bytes
        self.origin = origin
    }
}
