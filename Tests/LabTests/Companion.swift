import Foundation
import Synchronization
import Testing

/// A program beside a test: it says `ready` on a line of its own, does its work
/// meanwhile, and ends when its input does.
final class Companion: Sendable {
    private struct State {
        var output = Data()
        var status: Int32?
    }

    private let state = Mutex(State())
    private let input: FileHandle
    private let name: String

    /// Starts it and waits until it is ready.
    init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        let (given, said) = (Pipe(), Pipe())
        process.standardInput = given
        process.standardOutput = said
        name = ([program] + arguments.prefix(2)).joined(separator: " ")
        input = given.fileHandleForWriting
        try process.run()
        let handle = said.fileHandleForReading
        DispatchQueue.global().async { [self] in
            while case let data = handle.availableData, !data.isEmpty {
                state.withLock { $0.output += data }
            }
            process.waitUntilExit()
            state.withLock { $0.status = process.terminationStatus }
        }
        try await eventually("\(name) is ready", within: .seconds(60)) { lines.contains("ready") || status != nil }
        try #require(lines.contains("ready"), "\(name) ended with \(String(describing: status)): \(lines)")
    }

    private var status: Int32? { state.withLock(\.status) }

    /// What it has said so far.
    var lines: [String] {
        String(decoding: state.withLock(\.output), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Has it end.
    ///
    /// - Returns: all it said.
    @discardableResult
    func finish() async throws -> [String] {
        try? input.close()
        try await eventually("\(name) ends", within: .seconds(60)) { status != nil }
        #expect(status == 0, "\(name): \(lines)")
        return lines
    }
}
