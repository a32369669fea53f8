internal import BrokerModel

/// A limit on how long something with a host may take.
struct Deadline: Sendable {
    let limit: Duration
    let clock: any Clock<Duration>

    /// Runs `operation`, and cancels it when the limit has passed.
    ///
    /// - Parameter failure: what is thrown then.
    func run<Result: Sendable>(
        orElse failure: Failure, _ operation: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await operation() }
            group.addTask {
                try? await clock.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            // The first to end decides; nil is the clock, or its cancelling.
            guard let first = try await group.next(), let result = first else {
                try Task.checkCancellation()
                throw failure
            }
            return result
        }
    }
}
