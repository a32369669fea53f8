/// A limit on how long the engine may take to answer.
///
/// A hung engine accepts requests and says nothing; without a limit the stream
/// would be lost to everybody behind it.
struct Deadline: Sendable {
    let limit: Duration
    let clock: any Clock<Duration>

    /// The limit was passed.
    struct Exceeded: Error {
        let limit: Duration
    }

    private enum Outcome<Result: Sendable>: Sendable {
        case finished(Result)
        /// Time is up, or the caller was cancelled.
        case timerEnded
    }

    /// Runs `operation`, cancels it when the limit has passed, and waits for it
    /// to end in both cases.
    ///
    /// An operation that succeeds nevertheless has succeeded: its result may
    /// hold a stream, which must not be lost.
    func run<Result: Sendable>(
        _ operation: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Outcome<Result>.self) { group in
            group.addTask { .finished(try await operation()) }
            group.addTask {
                try? await clock.sleep(for: limit)
                return .timerEnded
            }
            defer { group.cancelAll() }
            var timeIsUp = false
            do {
                while let outcome = try await group.next() {
                    switch outcome {
                    case .finished(let result):
                        return result
                    case .timerEnded:
                        timeIsUp = !Task.isCancelled
                        group.cancelAll()
                    }
                }
            } catch  where timeIsUp {
                throw Exceeded(limit: limit)
            }
            throw CancellationError()
        }
    }
}
