/// Work that must come to its end although the task around it is cancelled:
/// writing the record of what happened, giving back leases.
enum Shield {
    static func run<Result: Sendable>(
        _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await Task { try await work() }.value
    }

    static func run<Result: Sendable>(_ work: @escaping @Sendable () async -> Result) async -> Result {
        await Task { await work() }.value
    }
}
