public import BrokerModel

/// One look at a host, and whether it was seen whole.
public struct HostLook: Sendable, Hashable {
    public var at: Timestamp

    /// The code of the failure; nil when the host was seen.
    public var failure: String?

    public init(at: Timestamp, failure: String? = nil) {
        self.at = at
        self.failure = failure
    }

    /// How long a look tells what is there when none follows: longer than the
    /// service ever waits between two, shorter than what nobody notices.
    public static let trust: Duration = .seconds(900)

    /// Of looks that show the same, and nothing else happened meanwhile, one is
    /// recorded in so much time. So there may be twice as much between two that are.
    public static let spacing: Duration = .seconds(300)

    /// No shorter time can be trusted: what was seen all the time would be a gap.
    public static let leastTrust: Duration = .seconds(600)
}
