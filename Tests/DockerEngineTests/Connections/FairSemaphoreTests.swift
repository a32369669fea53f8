import Testing

@testable import DockerEngine

@Suite("Fair semaphore")
struct FairSemaphoreTests {
    private actor Room {
        private var inside = 0
        private(set) var most = 0
        private(set) var total = 0

        func enter() {
            inside += 1
            most = max(most, inside)
            total += 1
        }

        func leave() { inside -= 1 }
    }

    @Test("never more inside than places, and everybody gets in")
    func limit() async throws {
        let semaphore = FairSemaphore(3)
        let room = Room()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    try await semaphore.enter()
                    await room.enter()
                    await Task.yield()
                    await room.leave()
                    await semaphore.leave()
                }
            }
            try await group.waitForAll()
        }
        #expect(await room.total == 200)
        #expect((1...3).contains(await room.most))
    }

    @Test("who is cancelled in line takes no place")
    func cancellation() async throws {
        let semaphore = FairSemaphore(1)
        try await semaphore.enter()
        let waiting = Task { try await semaphore.enter() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        await semaphore.leave()
        // Hangs when the place went to the one who gave up.
        try await semaphore.enter()
        await semaphore.leave()
    }
}
