/// The registry every simulated engine pulls from.
public struct SimulatedRegistry: Sendable {
    /// By reference; others it does not have.
    public var images: [String: SimulatedImage]

    public init(_ references: [String] = []) {
        images = Dictionary(references.map { ($0, SimulatedImage($0)) }) { first, _ in first }
    }
}
