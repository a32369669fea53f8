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
    ///
    /// - Parameters:
    ///   - environment: what differs from the usual one.
    ///   - authorities: a file that it sees in the place of the machine's certificate
    ///     authorities, in a mount namespace of its own.
    func start(
        _ arguments: [String], directory: String, log: String, environment: [String: String] = [:],
        authorities: String? = nil
    ) throws -> SpawnedProgram {
        let file = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        try #require(file >= 0, "\(log) cannot be written")
        defer { close(file) }
        var words = [path] + arguments
        if let authorities {
            let script = "mount --bind \"$0\" /etc/ssl/certs/ca-certificates.crt && exec \"$@\""
            words = ["unshare", "--mount", "/bin/sh", "-c", script, authorities] + words
        }
        return try SpawnedProgram(
            words[0], Array(words.dropFirst()), environment: Self.environment.merging(environment) { $1 },
            directory: directory, errorOutput: file)
    }

    private static let environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]
}
