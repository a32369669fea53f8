import BrokerModel
import Synchronization

/// Whether what is done can still be recorded.
///
/// Once a write of the record failed no other step is begun: the disk is full
/// or the database is gone, and what happens from then on would leave no trace.
final class RecordKeeping: Sendable {
    private let firstFailure = Mutex<Failure?>(nil)

    /// Why the record could not be written; nil while it can.
    var failure: Failure? { firstFailure.withLock { $0 } }

    /// Notes that what became of a step could not be written.
    ///
    /// - Returns: why, in words.
    @discardableResult
    func note(unrecorded step: Step, _ error: any Error) -> Failure {
        let failure =
            error as? Failure
            ?? Failure(.ledgerUnusable, attempted: "record a step", on: step.resource.description, response: "\(error)")
        firstFailure.withLock { if $0 == nil { $0 = failure } }
        return failure
    }
}
