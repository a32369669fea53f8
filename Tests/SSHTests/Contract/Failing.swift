import BrokerModel
import Testing

/// The failure `body` ends with; the test fails when it ends otherwise.
func failure(
    _ location: SourceLocation = #_sourceLocation, of body: () async throws -> Void
) async throws -> Failure {
    do {
        try await body()
    } catch let failure as Failure {
        return failure
    }
    return try #require(nil as Failure?, "nothing was thrown", sourceLocation: location)
}
