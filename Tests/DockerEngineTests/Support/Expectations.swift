import BrokerModel
import Testing

/// The failure `body` throws.
func failure(
    sourceLocation: SourceLocation = #_sourceLocation,
    of body: () async throws -> Void
) async throws -> Failure {
    do {
        try await body()
    } catch let failure as Failure {
        return failure
    }
    Issue.record("no failure was thrown", sourceLocation: sourceLocation)
    throw NothingThrown()
}

struct NothingThrown: Error {}

/// Waits until `condition` holds; gives up, with an issue, after 50 seconds.
func wait(
    sourceLocation: SourceLocation = #_sourceLocation,
    until condition: () async -> Bool
) async {
    let end = ContinuousClock.now + .seconds(50)
    while await !condition() {
        guard ContinuousClock.now < end else {
            Issue.record("the condition never held", sourceLocation: sourceLocation)
            return
        }
        // Not a mere yield: hundreds of tests share two threads.
        try? await Task.sleep(for: .milliseconds(2))
    }
}
