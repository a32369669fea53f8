import Foundation
import Glibc

/// Shares the seeds among processes and gathers what they say.
struct Supervisor {
    let options: Options
    private let count = FaultCount()

    init(_ options: Options) {
        self.options = options
    }

    /// - Returns: the exit status.
    func run() -> Int32 {
        let begun = Date()
        let workers = (0..<options.jobs).map(start)
        var failedSeeds: Set<String> = []
        var done = 0
        var pipes = workers.map(\.output)
        var rest = [String](repeating: "", count: pipes.count)
        while !pipes.isEmpty {
            for index in pipes.indices.reversed() {
                let data = pipes[index].availableData
                if data.isEmpty {
                    pipes.remove(at: index)
                    rest.remove(at: index)
                    continue
                }
                rest[index] += String(decoding: data, as: UTF8.self)
                var lines = rest[index].split(separator: "\n", omittingEmptySubsequences: false)
                rest[index] = String(lines.removeLast())
                for line in lines {
                    if line.hasPrefix("done ") {
                        done += 1
                        if done % Self.progressEvery == 0 { progress(done, begun) }
                    } else if !count.add(line[...]) {
                        if line.hasPrefix("seed "), let seed = line.split(separator: ":").first?.dropFirst(5) {
                            if failedSeeds.insert(String(seed)).inserted {
                                Output.line("FAILED; replay with: swift run simulate --seed \(seed)")
                            }
                        }
                        Output.line(String(line))
                    }
                }
            }
        }
        var status: Int32 = failedSeeds.isEmpty ? 0 : 1
        for worker in workers {
            worker.process.waitUntilExit()
            if worker.process.terminationStatus > 1 || worker.process.terminationReason == .uncaughtSignal {
                status = 2
            }
        }
        if UInt64(done) < options.count { status = max(status, 2) }
        progress(done, begun)
        count.lines.forEach(Output.line)
        if !count.missing.isEmpty { Output.line("never: \(count.missing.map(\.rawValue).joined(separator: ", "))") }
        Output.line("\(done) seeds from \(options.from), \(failedSeeds.count) failed")
        return status
    }

    private static let progressEvery = 500

    private func progress(_ done: Int, _ begun: Date) {
        let seconds = Date().timeIntervalSince(begun)
        Output.line(
            "\(done) of \(options.count) seeds, \(Int(seconds)) s, \(Int(Double(done) / max(seconds, 0.001))) a second")
    }

    private func start(_ index: UInt64) -> (process: Process, output: FileHandle) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments =
            ["--worker", "--from", "\(options.from + index)", "--jobs", "\(options.jobs)"]
            + ["--count", "\(options.count > index ? options.count - index : 0)"]
            + (options.tellsStory ? ["--story"] : [])
        // Sets and dictionaries in the same order every time.
        process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_DETERMINISTIC_HASHING": "1"]) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        do {
            try process.run()
        } catch {
            Output.line("simulate: \(error)")
        }
        return (process, pipe.fileHandleForReading)
    }
}
