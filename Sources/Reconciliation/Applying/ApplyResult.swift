public import BrokerModel
public import Execution
public import Ledger

/// What came of applying a plan.
public struct ApplyResult: Sendable {
    public var run: RunID
    public var report: ExecutionReport

    /// Hosts that could not be reached when the plan was made.
    public var unreachable: [HostName: Failure]

    /// Whether something that is not Isobar's stood in the way.
    public var hasConflicts: Bool

    /// Why the head of the audit chain could not be published; the run is what it
    /// is all the same.
    public var unpublished: Failure?

    public init(run: RunID, report: ExecutionReport, unreachable: [HostName: Failure], hasConflicts: Bool) {
        self.run = run
        self.report = report
        self.unreachable = unreachable
        self.hasConflicts = hasConflicts
    }

    /// The status the process ends with (CONTRACT section 4).
    public var exitStatus: Int32 {
        ExitStatus.of(whatHappened + unreachable.values.map(\.code))
    }

    /// How the run is recorded. A host that was left out makes it incomplete,
    /// for whatever reason it could not be reached: no step of it failed.
    public var outcome: RunOutcome {
        switch ExitStatus.of(whatHappened) {
        case 130: .interrupted
        case 0: unreachable.isEmpty ? .succeeded : .incomplete
        case 8: .incomplete
        default: .failed
        }
    }

    /// All that did not go as planned while the plan was carried out.
    private var whatHappened: [FailureCode] {
        var codes = report.failures.map(\.failure.code)
        if report.wasInterrupted { codes.append(.cancelled) }
        if hasConflicts { codes.append(.nameTaken) }
        if !report.untidied.isEmpty { codes.append(.incomplete) }
        return codes
    }
}
