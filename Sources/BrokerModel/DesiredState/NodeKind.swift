/// What is subscribed to; decides the default topics (WIS2 Guide, topic
/// hierarchy).
public enum NodeKind: String, Sendable, Hashable, CaseIterable, Codable {
    case node
    case globalCache
    case globalBroker

    /// The topic filters for a centre that names none of its own.
    public func defaultTopics(for centre: CentreID) -> [String] {
        switch self {
        case .node: ["origin/a/wis2/\(centre)/#"]
        case .globalCache: ["cache/a/wis2/#"]
        case .globalBroker: ["origin/a/wis2/#", "cache/a/wis2/#"]
        }
    }
}
