/// What one member of the EMQX cluster tells of the cluster and of who may come
/// in.
public struct EMQXView: Sendable, Equatable, Codable {
    /// The members that run, by its own word, itself among them; nil when it does
    /// not answer.
    public var running: [String]?

    /// Members it knows that do not run.
    public var stopped: [String]

    /// How its door is kept; nil when it could not be asked.
    public var door: EMQXDoor?

    /// Whether it refused the password it was started with, so that its door
    /// could not be looked at.
    public var isLoginRefused: Bool

    public init(
        running: [String]? = nil, stopped: [String] = [], door: EMQXDoor? = nil, isLoginRefused: Bool = false
    ) {
        self.running = running?.sorted()
        self.stopped = stopped.sorted()
        self.door = door
        self.isLoginRefused = isLoginRefused
    }

    public static let silent = EMQXView()

    public var isAnswering: Bool { running != nil }

    /// Why the cluster is not whole, as a clause without its subject; nil when it
    /// lists all of `nodes` as running.
    public func complaint(expecting nodes: Set<String>) -> String? {
        guard let running else { return "EMQX does not answer" }
        let missing = nodes.subtracting(running).sorted()
        return missing.isEmpty ? nil : "its cluster is without \(missing.joined(separator: " and "))"
    }
}
