/// A network of a simulated engine.
public struct SimulatedNetwork: Sendable, Equatable {
    public var id: String
    public var name: String
    public var driver: String

    /// As a JSON object.
    public var labels: String

    public init(id: String, name: String, driver: String = "bridge", labels: String = "{}") {
        self.id = id
        self.name = name
        self.driver = driver
        self.labels = labels
    }
}
