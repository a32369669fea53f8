import Foundation
import Synchronization

/// A program that runs while a test does something to it or around it.
final class RunningProgram: Sendable {
    private struct State {
        var errorOutput = ""
        var ended: Int32?
    }

    private let state = Mutex(State())
    let identifier: pid_t

    /// Starts a program; both its outputs are read while it runs.
    init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        let pipe = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try Self.withoutBlockedSignals { try process.run() }
        identifier = process.processIdentifier
        let handle = pipe.fileHandleForReading
        DispatchQueue.global().async { [self] in
            // What there is, at once: `read(upToCount:)` waits until all is there.
            while case let data = handle.availableData, !data.isEmpty {
                state.withLock { $0.errorOutput += String(decoding: data, as: UTF8.self) }
            }
            process.waitUntilExit()
            state.withLock { $0.ended = process.terminationReason == .exit ? process.terminationStatus : -1 }
        }
    }

    /// A child inherits the signals its thread blocks (sigprocmask(2)), and threads
    /// of Dispatch block nearly all: SIGTERM would never reach it.
    private static func withoutBlockedSignals(_ start: () throws -> Void) rethrows {
        var (none, before) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try start()
    }

    /// What it has said so far.
    var errorOutput: String { state.withLock(\.errorOutput) }

    /// The status it ended with; -1 when a signal ended it; nil while it runs.
    var status: Int32? { state.withLock(\.ended) }

    func send(_ signal: Int32) {
        kill(identifier, signal)
    }

    /// How many steps it has reported as ended: `[ 7/15] …`.
    var stepsEnded: Int {
        errorOutput.split(separator: "\n").count { $0.hasPrefix("[") && $0.contains("/") }
    }

    /// Waits until it has ended.
    func end() async throws -> Int32 {
        while true {
            if let status { return status }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Waits until a condition holds, or the program has ended.
    func until(_ condition: @Sendable (RunningProgram) -> Bool) async throws {
        while status == nil, !condition(self) { try await Task.sleep(for: .milliseconds(2)) }
    }
}
