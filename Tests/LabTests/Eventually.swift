import Testing

/// Waits for a condition of the real world, looking again and again.
///
/// - Parameter seen: what to show, should it not come, such as the end of a log.
func eventually(
    _ what: String, within limit: Duration, seen: () -> String = { "" }, _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    while clock.now < deadline {
        if try await condition() { return }
        try await clock.sleep(for: .milliseconds(250))
    }
    Issue.record("\(what): not within \(limit)\n\(seen())")
}
