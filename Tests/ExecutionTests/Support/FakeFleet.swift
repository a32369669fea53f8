import BrokerModel
import Execution
import Synchronization
import TestSupport

/// Hosts that do what a test says, and a record of what they were asked.
final class FakeFleet: StepPerformer {
    /// How members are, at a time since the start.
    typealias Health = @Sendable (ResourceAddress, Duration) -> MemberHealth?

    struct Entry: Sendable, Equatable {
        enum Kind: Sendable { case intent, began, ended, recorded }
        var kind: Kind
        var step: StepID
        var time: Duration
    }

    private struct State {
        var log: [Entry] = []
        var acting: [String: Int] = [:]
        var mostPerHost = 0
        var mostInAll = 0
        var writes = 0
    }

    let clock: ManualClock
    let effectTakes: Duration
    let failing: Set<StepID>
    let unprepared: [HostName: Failure]
    /// Which writes of the record fail, counted from 1.
    let unrecorded: ClosedRange<Int>?
    private let health: Health
    private let state = Mutex(State())

    init(
        clock: ManualClock, effectTakes: Duration = .seconds(1), failing: Set<StepID> = [],
        unprepared: [HostName: Failure] = [:], unrecorded: ClosedRange<Int>? = nil,
        health: @escaping Health = { _, _ in MemberHealth(isRunning: true, isHealthy: true) }
    ) {
        self.clock = clock
        self.effectTakes = effectTakes
        self.failing = failing
        self.unprepared = unprepared
        self.unrecorded = unrecorded
        self.health = health
    }

    var log: [Entry] { state.withLock { $0.log } }
    /// How often something was to be recorded.
    var writes: Int { state.withLock { $0.writes } }
    var mostPerHost: Int { state.withLock { $0.mostPerHost } }
    var mostInAll: Int { state.withLock { $0.mostInAll } }

    func time(_ kind: Entry.Kind, _ step: String) -> Duration? {
        log.first { $0.kind == kind && $0.step.text == step }?.time
    }

    func begin(_ plan: Plan) async -> [HostName: Failure] { unprepared }

    func perform(
        _ step: Step, handover: @escaping @Sendable () async throws -> Void,
        progress: @escaping @Sendable (StepProgress) -> Void
    ) async throws -> StepOutput {
        note(.began, step)
        state.withLock { state in
            state.acting[step.resource.scope, default: 0] += 1
            state.mostPerHost = max(state.mostPerHost, state.acting[step.resource.scope] ?? 0)
            state.mostInAll = max(state.mostInAll, state.acting.values.reduce(0, +))
        }
        defer { state.withLock { $0.acting[step.resource.scope, default: 1] -= 1 } }
        try await clock.sleep(for: effectTakes)
        try await handover()
        if failing.contains(step.id) {
            throw Failure(.engineRefused, attempted: step.verb, on: step.resource.description, response: "no")
        }
        note(.ended, step)
        return StepOutput(tail: "done")
    }

    func health(of members: [ResourceAddress]) async -> [ResourceAddress: MemberHealth] {
        let now = clock.now.sinceStart
        return Dictionary(
            uniqueKeysWithValues: members.compactMap { member in health(member, now).map { (member, $0) } })
    }

    func end(_ plan: Plan, outcomes: [StepID: StepOutcome]) async -> [HostName: Failure] { [:] }

    func note(_ kind: Entry.Kind, _ step: Step) {
        let now = clock.now.sinceStart
        state.withLock { $0.log.append(Entry(kind: kind, step: step.id, time: now)) }
    }
}

extension FakeFleet: Journal {
    func willPerform(_ step: Step) async throws {
        try checkRoom()
        note(.intent, step)
    }

    private func checkRoom() throws {
        let number = state.withLock { state in
            state.writes += 1
            return state.writes
        }
        guard unrecorded?.contains(number) == true else { return }
        throw Failure(.diskFull, attempted: "write", on: "ledger", response: "no space")
    }

    func didEnd(_ step: Step, _ outcome: StepOutcome) async throws {
        try Task.checkCancellation()
        try checkRoom()
        note(.recorded, step)
    }
}
