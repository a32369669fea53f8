import Testing

@testable import DockerEngine

@Suite("Deadlines", .timeLimit(.minutes(1)))
struct DeadlineTests {
    private func deadline(_ limit: Duration) -> Deadline { Deadline(limit: limit, clock: ContinuousClock()) }

    /// Waits until its task is cancelled.
    private static func untilCancelled() async {
        await withTaskCancellationHandler {
            while !Task.isCancelled { await Task.yield() }
        } onCancel: {
        }
    }

    @Test func inTime() async throws {
        #expect(try await deadline(.seconds(60)).run { 7 } == 7)
    }

    @Test("too late is an error of its own")
    func exceeded() async {
        await #expect(throws: Deadline.Exceeded.self) {
            try await deadline(.milliseconds(1)).run {
                await Self.untilCancelled()
                try Task.checkCancellation()
            }
        }
    }

    @Test("what succeeds all the same is not thrown away")
    func lateSuccess() async throws {
        let result = try await deadline(.milliseconds(1)).run {
            await Self.untilCancelled()
            return "a stream"
        }
        #expect(result == "a stream")
    }

    @Test("a cancelled caller is told so, not that time is up")
    func cancelled() async {
        let task = Task {
            try await deadline(.seconds(60)).run {
                await Self.untilCancelled()
                try Task.checkCancellation()
            }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
