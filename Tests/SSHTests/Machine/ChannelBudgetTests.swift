import Testing

@testable import SSH

@Suite struct ChannelBudgetTests {
    private let now = ContinuousClock.now

    private func budget(_ kinds: [CallKind]) -> ChannelBudget {
        var budget = ChannelBudget(limits: SessionLimits(channels: 4, streams: 2))
        for (number, kind) in kinds.enumerated() { budget.enqueue(CallID(number: UInt64(number)), kind) }
        return budget
    }

    private func admitted(_ budget: inout ChannelBudget, at now: ContinuousClock.Instant? = nil) -> [UInt64] {
        var numbers: [UInt64] = []
        while let id = budget.admit(at: now ?? self.now) { numbers.append(id.number) }
        return numbers
    }

    @Test(
        arguments: [
            ([.command, .command, .command, .command, .command], [0, 1, 2, 3]),
            ([.stream, .stream, .stream, .command, .command], [0, 1, 3, 4]),
            ([.command, .command, .command, .stream, .command], [0, 1, 2, 3]),
            ([], []),
        ] as [([CallKind], [UInt64])])
    func firstComeFirstServedWithinTheShares(_ kinds: [CallKind], _ expected: [UInt64]) {
        var budget = budget(kinds)
        let numbers = admitted(&budget)
        #expect(numbers == expected)
    }

    @Test func aWaitingStreamIsNextWhenAStreamGoes() {
        var budget = budget([.stream, .stream, .stream, .command])
        #expect(admitted(&budget) == [0, 1, 3])
        budget.release(CallID(number: 3))
        #expect(admitted(&budget) == [])
        budget.release(CallID(number: 0))
        #expect(admitted(&budget) == [2])
    }

    @Test func whoLeavesTheQueueIsNotServed() {
        var budget = budget([.command, .command])
        budget.release(CallID(number: 0))
        #expect(admitted(&budget) == [1])
        #expect(!budget.hasWaiting)
    }

    @Test func aRefusalPausesLongerEachTime() throws {
        var budget = budget([.command, .command])
        var now = now
        var pauses: [Duration] = []
        for _ in 0..<9 {
            let first = budget.admit(at: now)
            let id = try #require(first)
            #expect(id.number == 0)
            budget.refused(id, at: now)
            let tooEarly = budget.admit(at: now)
            #expect(tooEarly == nil)
            let until = try #require(budget.pausedUntil)
            pauses.append(until - now)
            now = until
        }
        #expect(pauses.prefix(3) == [.milliseconds(10), .milliseconds(20), .milliseconds(40)])
        #expect(pauses.last == .seconds(1))
        #expect(budget.isRefused)
        budget.opened()
        #expect(!budget.isRefused)
    }
}
