import BrokerModel
import Execution
import Ledger
import Reconciliation
import Testing

/// Which mixture of failures gives which status: the table.
@Suite("The status of a run")
struct ExitStatusTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var failures: [FailureCode] = []
        var unreachable: [FailureCode] = []
        var wasInterrupted = false
        var hasConflicts = false
        var isUntidied = false
        var status: Int32
        var outcome: RunOutcome
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "all done", status: 0, outcome: .succeeded),
        Case(name: "an error", failures: [.engineRefused], status: 1, outcome: .failed),
        Case(name: "a gate", failures: [.healthGateFailed], status: 1, outcome: .failed),
        Case(name: "the world moved", failures: [.planStale, .planStale], status: 5, outcome: .failed),
        Case(name: "refused by policy", failures: [.refusedByPolicy], status: 7, outcome: .failed),
        Case(name: "another holds a host", failures: [.locked], status: 7, outcome: .failed),
        Case(name: "rolled back", failures: [.rolledBack], status: 6, outcome: .failed),
        Case(name: "both refusals", failures: [.planStale, .locked], status: 7, outcome: .failed),
        Case(name: "a refusal and an error", failures: [.planStale, .engineRefused], status: 1, outcome: .failed),
        Case(name: "rolled back and an error", failures: [.rolledBack, .diskFull], status: 1, outcome: .failed),
        Case(name: "a refusal and a host lost", failures: [.planStale, .connectionLost], status: 5, outcome: .failed),
        Case(name: "hosts lost", failures: [.connectionLost, .deadlineExceeded], status: 8, outcome: .incomplete),
        Case(
            name: "an error and a host lost", failures: [.connectionLost, .engineRefused], status: 1, outcome: .failed),
        Case(name: "a host left out", unreachable: [.hostUnreachable], status: 8, outcome: .incomplete),
        Case(
            name: "a refusal, a host left out", failures: [.planStale], unreachable: [.hostUnreachable], status: 5,
            outcome: .failed),
        Case(
            name: "another host key", unreachable: [.hostUnreachable, .hostKeyMismatch], status: 1, outcome: .incomplete
        ),
        Case(name: "a conflict", hasConflicts: true, status: 1, outcome: .failed),
        Case(
            name: "a conflict and a host left out", unreachable: [.hostUnreachable], hasConflicts: true, status: 1,
            outcome: .failed),
        Case(name: "not tidied up", isUntidied: true, status: 8, outcome: .incomplete),
        Case(name: "stopped", wasInterrupted: true, status: 130, outcome: .interrupted),
        Case(
            name: "stopped with an error", failures: [.engineRefused], wasInterrupted: true, status: 130,
            outcome: .interrupted),
        Case(name: "given up", failures: [.cancelled], wasInterrupted: true, status: 130, outcome: .interrupted),
    ]

    @Test(arguments: cases) func example(_ example: Case) throws {
        let host = try #require(HostName("waloop01"))
        func failure(_ code: FailureCode) -> Failure {
            Failure(code, attempted: "test", on: "a thing", response: "no")
        }
        let failures = example.failures.enumerated().map { index, code in
            let step = Step(
                id: StepID("\(index)"), resource: ResourceAddress(host, ContainerSpecification.kind, "\(index)"),
                action: .create, verb: "create", cause: .pending, reason: "")
            return ExecutionReport.FailedStep(step: step, failure: failure(code))
        }
        let unreachable = try example.unreachable.enumerated().map {
            (try #require(HostName("gone\($0.offset)")), failure($0.element))
        }
        let result = ApplyResult(
            run: RunID(1),
            report: ExecutionReport(
                outcomes: [:], durations: [:], wasInterrupted: example.wasInterrupted, failures: failures,
                untidied: example.isUntidied ? [host: failure(.connectionLost)] : [:]),
            unreachable: Dictionary(uniqueKeysWithValues: unreachable), hasConflicts: example.hasConflicts)
        #expect(result.exitStatus == example.status)
        #expect(result.outcome == example.outcome)
    }

    @Test("A status that is nobody's counts as an error")
    func unknown() {
        #expect(ExitStatus.of([.usage]) == 1)
        #expect(ExitStatus.of([]) == 0)
    }
}
