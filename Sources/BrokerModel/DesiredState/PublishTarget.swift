/// Where the antiloop containers publish: the broker itself, through its load
/// balancer.
public struct PublishTarget: Sendable, Equatable {
    public var broker: TextSource
    public var username: TextSource
    public var password: TextSource

    public init(broker: TextSource, username: TextSource, password: TextSource) {
        self.broker = broker
        self.username = username
        self.password = password
    }
}
