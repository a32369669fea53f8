/// One line of the table of figures: fields parted by tabs, as `scripts/bench`
/// lays them out.
public struct Row: Sendable, CustomStringConvertible {
    /// What was measured.
    public var subject: String
    public var measured: String

    /// What was promised; empty where nothing was.
    public var goal: String

    /// What another tool took for the same thing.
    public var peer: String

    public init(_ subject: String, _ measured: String, goal: String = "", peer: String = "") {
        self.subject = subject
        self.measured = measured
        self.goal = goal
        self.peer = peer
    }

    public var description: String {
        [subject, measured, goal, peer].joined(separator: "\t")
    }
}
