import Foundation
import Synchronization

/// Watches the instances of a node from outside while something happens.
struct Watch: Sendable {
    let lab: Lab
    let node: String
    let hosts: [String]

    /// The fewest instances that ran at any look while `work` was done.
    func fewest(_ work: @Sendable () async throws -> Void) async throws -> Int {
        let isOver = Mutex(false)
        async let fewest = watch { isOver.withLock { $0 } }
        do {
            try await work()
        } catch {
            isOver.withLock { $0 = true }
            throw error
        }
        isOver.withLock { $0 = true }
        return try await fewest
    }

    private func watch(until isOver: @Sendable () -> Bool) async throws -> Int {
        var fewest = Int.max
        while !isOver() {
            // All hosts at the same time, so that one look is one moment.
            let running = try await withThrowingTaskGroup(of: Int.self) { group in
                for host in hosts {
                    group.addTask {
                        try await lab.on(host, "docker ps -q --filter name=^\(node)$ --filter status=running").isEmpty ? 0 : 1
                    }
                }
                return try await group.reduce(0, +)
            }
            fewest = min(fewest, running)
        }
        return fewest
    }
}
