public import BrokerModel

/// What happens while a plan is made, for showing progress.
public enum PreparationEvent: Sendable {
    case fetching(String)
    case reading(CommitID)
    case observing(hosts: Int)

    /// The look at one host has ended, the `done`-th of so many.
    case observed(HostName, done: Int, of: Int)
    case planning(resources: Int)
}
