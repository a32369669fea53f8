/// A connection that is tried to see whether the network is as the port table
/// wants it.
public struct PortTrial: Sendable, Hashable {
    /// What should come of it.
    public enum Expectation: String, Sendable, Hashable {
        case open
        /// Nobody there needs it.
        case closed
    }

    public var from: HostName

    /// The host the connection goes to; nil for the virtual address.
    public var to: HostName?
    public var address: String
    public var port: Int
    public var service: String
    public var expectation: Expectation

    public init(
        from: HostName, to: HostName?, address: String, port: Int, service: String, expectation: Expectation
    ) {
        self.from = from
        self.to = to
        self.address = address
        self.port = port
        self.service = service
        self.expectation = expectation
    }
}
