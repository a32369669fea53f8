import Foundation
import TestSupport
import Testing

/// The program `isobar` as it was built beside these tests.
struct Program: Sendable {
    struct Ended: Sendable {
        var status: Int32
        var output: String
        var errorOutput: String
    }

    let path: String

    init() throws {
        let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/isobar"
        path = ProcessInfo.processInfo.environment["ISOBAR_PROGRAM"] ?? beside
        try #require(FileManager.default.isExecutableFile(atPath: path), "\(path) is not there")
    }

    /// Runs it to its end, without a terminal.
    func run(_ arguments: [String], directory: String? = nil, input: String = "") throws -> Ended {
        let ended = try SpawnedProgram.run(
            path, arguments, environment: Self.environment, directory: directory, input: Array(input.utf8))
        return Ended(
            status: ended.status, output: String(decoding: ended.output, as: UTF8.self),
            errorOutput: String(decoding: ended.errorOutput, as: UTF8.self))
    }

    /// Starts it on a terminal.
    func start(_ arguments: [String], directory: String, terminal: Int32) throws -> SpawnedProgram {
        try SpawnedProgram(
            path, arguments, environment: Self.environment, directory: directory, input: terminal, output: terminal,
            errorOutput: terminal)
    }

    /// Starts it, its standard error in a file.
    func start(_ arguments: [String], directory: String, log: String) throws -> SpawnedProgram {
        let file = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        try #require(file >= 0, "\(log) cannot be written")
        defer { close(file) }
        return try SpawnedProgram(
            path, arguments, environment: Self.environment, directory: directory, errorOutput: file)
    }

    private static let environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]
}
