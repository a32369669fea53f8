import Glibc
import SimulatedFleet
import Synchronization

/// Runs everything asynchronous of this process on one thread, in an order
/// that a seed decides, and moves the virtual clock when nothing else is left.
///
/// Swift's runtime hands every job that has no executor of its own to a hook
/// (`swift_task_enqueueGlobal_hook`); here they are taken from there. So two
/// runs of one seed are the same to the last step.
final class EventLoop: Sendable {
    private typealias Original = @convention(thin) (UnownedJob) -> Void
    private typealias Hook = @convention(thin) (UnownedJob, Original) -> Void

    /// Nothing is ready, nobody waits for the clock, and the work has not ended.
    struct Stuck: Error {}

    private static let shared = EventLoop()
    private let jobs = Mutex<[UnownedJob]>([])
    private let executor = LoopExecutor()

    /// Takes all jobs of this process from now on.
    ///
    /// - Returns: false when the runtime has no such hook.
    static func install() -> Bool {
        guard let symbol = unsafe dlsym(nil, "swift_task_enqueueGlobal_hook") else { return false }
        let hook: Hook = { job, _ in EventLoop.shared.add(job) }
        unsafe symbol.assumingMemoryBound(to: Hook?.self).pointee = hook
        return true
    }

    /// Runs `work` to its end.
    static func run<Result: Sendable>(
        _ clock: VirtualClock, order: SeededGenerator, _ work: @escaping @Sendable () async -> Result
    ) throws -> Result {
        let result = Mutex<Result?>(nil)
        Task.detached {
            let value = await work()
            result.withLock { $0 = value }
        }
        var order = order
        while true {
            if let value = result.withLock({ $0 }) { return value }
            guard shared.runOne(&order) || clock.advance() else { throw Stuck() }
        }
    }

    private func add(_ job: UnownedJob) {
        jobs.withLock { $0.append(job) }
    }

    private func runOne(_ order: inout SeededGenerator) -> Bool {
        let job = jobs.withLock { jobs -> UnownedJob? in
            guard !jobs.isEmpty else { return nil }
            // Mostly in turn; now and then somebody overtakes.
            let isInTurn = jobs.count == 1 || !order.happens(onceIn: 4)
            return jobs.remove(at: isInTurn ? 0 : Int.random(in: 0..<jobs.count, using: &order))
        }
        guard let job else { return false }
        job.runSynchronously(on: executor.asUnownedSerialExecutor())
        return true
    }
}

/// Where jobs are said to run; nothing is ever enqueued on it.
private final class LoopExecutor: SerialExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        // Whoever comes back to this executor is a job like any other.
        UnownedJob(job).runSynchronously(on: asUnownedSerialExecutor())
    }
}
