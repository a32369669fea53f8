import BrokerModel
import Synchronization

/// The steps that may have had an effect: whose intent was recorded.
final class BegunSteps: Sendable {
    private let steps = Mutex<Set<StepID>>([])

    func note(_ step: StepID) {
        steps.withLock { _ = $0.insert(step) }
    }

    func contains(_ step: StepID) -> Bool { steps.withLock { $0.contains(step) } }
}
