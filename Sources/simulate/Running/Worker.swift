import Foundation
import Glibc
import SimulatedFleet

/// Runs seeds one after the other, on one thread.
struct Worker {
    let options: Options
    private let count = FaultCount()

    init(_ options: Options) {
        self.options = options
    }

    /// - Returns: the exit status.
    func run() -> Int32 {
        guard EventLoop.install() else {
            Output.line("simulate: this Swift runtime lets nobody else run its tasks")
            return 2
        }
        let template = LedgerTemplate()
        defer { template.remove() }
        var failed = 0
        var seed = options.from
        while seed < options.from + options.count {
            if !run(seed, template) { failed += 1 }
            Output.line("done \(seed)")
            seed += options.jobs
        }
        count.lines.forEach(Output.line)
        return failed == 0 ? 0 : 1
    }

    private func run(_ seed: UInt64, _ template: LedgerTemplate) -> Bool {
        let directory = "\(Self.place)/isobar-simulation-\(getpid())-\(seed)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        do {
            let scenario = try Scenario(seed: seed, directory: directory, ledger: template, count: count)
            let (violations, story) = try EventLoop.run(scenario.time, order: SeededGenerator(seed: seed)) {
                let violations = await scenario.run()
                return (violations, await scenario.story)
            }
            if options.tellsStory { story.forEach { Output.line("  \($0)") } }
            for violation in violations { Output.line("seed \(seed): \(violation)") }
            return violations.isEmpty
        } catch {
            Output.line("seed \(seed): \(error)")
            return false
        }
    }

    /// In memory where the system has such a place: ledgers are real files.
    static var place: String { access("/dev/shm", W_OK) == 0 ? "/dev/shm" : NSTemporaryDirectory() }
}
