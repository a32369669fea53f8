/// What holds for every antiloop container.
public struct AntiloopSettings: Sendable, Equatable {
    /// How many instances a node has.
    public var replicas: Int
    public var environment: [String: TextSource]

    public init(replicas: Int = 2, environment: [String: TextSource] = [:]) {
        self.replicas = replicas
        self.environment = environment
    }
}
