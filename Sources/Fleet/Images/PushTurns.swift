internal import DockerEngine

/// Lets a limited number of hosts get images at the same time, in the order they
/// came, and each host one image after the other: more at once would be slower
/// for each, and what one image brings the next need not.
struct PushTurns: Sendable {
    private let own = FairSemaphore(1)
    private let all: FairSemaphore

    /// - Parameter all: the places of all hosts together.
    init(_ all: FairSemaphore) {
        self.all = all
    }

    func with(_ work: @Sendable () async throws -> Void) async throws {
        try await Self.inside(own) { [all] in try await Self.inside(all, work) }
    }

    private static func inside(_ places: FairSemaphore, _ work: @Sendable () async throws -> Void) async throws {
        try await places.enter()
        do {
            try await work()
            await places.leave()
        } catch {
            await places.leave()
            throw error
        }
    }
}
