public import BrokerModel

/// What happens while a plan is made, for showing progress.
public enum PreparationEvent: Sendable {
    case fetching(String)
    case reading(CommitID)
    case observing(hosts: Int)
    case planning(resources: Int)
}
