import BrokerModel

/// An image, in a registry or on a simulated host.
public struct SimulatedImage: Sendable, Equatable {
    /// `sha256:` and digits.
    public var id: String

    /// Variables it brings, `NAME=value`.
    public var environment: [String]
    public var command: [String]
    public var labels: [String: String]

    /// Digests of its layers, from the bottom; empty where nobody asks.
    public var layers: [String] = []

    /// Whether containers of it ever do their work.
    public var works = true

    public init(_ reference: String, build: Int = 1, environment: [String] = [], command: [String] = ["/start"]) {
        id = Digest(of: Array("\(reference)#\(build)".utf8)).description
        self.environment = environment
        self.command = command
        labels = [:]
    }
}
