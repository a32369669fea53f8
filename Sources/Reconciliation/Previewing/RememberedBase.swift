import BrokerModel
import Previews

/// The hosts of a base as they are remembered, and what would be done on them without
/// any change.
struct RememberedBase: Sendable {
    /// Recognises what base wants.
    var memory: HostMemory
    var side: ProposedState
    var observed: ObservedState

    /// The same with the texts of files that are as base wants them.
    var compared: ObservedState

    /// What base wants.
    var wanted: Set<ResourceAddress>

    /// What to be told before relying on it.
    var warnings: [String]
}
