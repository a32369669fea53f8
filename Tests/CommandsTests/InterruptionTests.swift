import Glibc
import Synchronization
import Testing

@testable import Commands

@Suite("Ctrl-C and kill")
struct InterruptionTests {
    /// Collects how often somebody interrupted.
    private final class Calls: Sendable {
        private let counts = Mutex<[Int]>([])
        var all: [Int] { counts.withLock { $0 } }
        func add(_ count: Int) { counts.withLock { $0.append(count) } }
        func until(_ number: Int) async throws {
            while all.count < number { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    @Test("Both signals count together, and end nothing by themselves", .timeLimit(.minutes(1)))
    func counting() async throws {
        let calls = Calls()
        let interruption = try Interruption { calls.add($0) }
        defer { interruption.end() }
        kill(getpid(), SIGINT)
        try await calls.until(1)
        kill(getpid(), SIGTERM)
        try await calls.until(2)
        kill(getpid(), SIGINT)
        try await calls.until(3)
        #expect(calls.all == [1, 2, 3])
    }
}
