public import BrokerModel

/// The record of a run. What `willPerform` records is on disk when it returns:
/// every intent is there before its effect.
public protocol Journal: Sendable {
    /// A step is about to take effect.
    func willPerform(_ step: Step) async throws

    /// A step ended: carried out (health gate included), failed, or not begun.
    func didEnd(_ step: Step, _ outcome: StepOutcome) async throws
}
