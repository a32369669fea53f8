/// One message of a pull.
public struct PullProgress: Sendable, Hashable {
    /// The layer it is about; nil when it is about the image.
    public var layer: String?

    /// "Downloading", "Pull complete"…
    public var status: String

    /// Bytes done and bytes in all, while known.
    public var current: Int64?
    public var total: Int64?
}
