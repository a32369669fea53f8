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

    /// Runs `operation`, cancels it when the limit has passed, and waits for it
    /// to end in both cases.
    func run<Result: Sendable>(
        _ operation: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await operation() }
            group.addTask {
                try? await clock.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            while let outcome = try await group.next() {
                if let result = outcome { return result }
                // The timer ended first: time is up, or the caller was
                // cancelled; then so was the operation, and tells it itself.
                if !Task.isCancelled { throw Exceeded(limit: limit) }
            }
            throw CancellationError()
        }
    }
}
