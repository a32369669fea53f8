public import BrokerModel
public import Execution
public import Ledger

/// What came of applying a plan.
public struct ApplyResult: Sendable {
    public var run: RunID
    public var outcome: RunOutcome
    public var report: ExecutionReport

    /// Hosts that could not be reached, when planning or later.
    public var unreachable: [HostName: Failure]

    /// The status the process ends with (CONTRACT section 4).
    public var exitStatus: Int32 {
        switch outcome {
        case .succeeded: 0
        case .failed, .abandoned: 1
        case .incomplete: 8
        case .interrupted: 130
        }
    }
}
