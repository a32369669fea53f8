import Foundation
import TestSupport
import Testing

/// The program itself, given beside the service of a test.
extension ServiceFixture {
    struct Ended: Sendable {
        var status: Int32
        var output: String
        var errorOutput: String

        func json() throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any], "\(output)")
        }
    }

    /// Runs `isobar` in the fixture's directory. Nothing of the pool of threads waits for
    /// it: the service that it asks has to run meanwhile.
    func isobar(_ arguments: String...) async throws -> Ended { try await isobar(arguments) }

    func isobar(_ arguments: [String]) async throws -> Ended {
        let yaml = """
            formatVersion: 1
            repository: {url: "\(repository.directory)"}
            database: isobar.sqlite
            ssh: {identityFile: key}

            """
        try Data(yaml.utf8).write(to: URL(fileURLWithPath: directory + "/isobar.yaml"))
        let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/isobar"
        let path = ProcessInfo.processInfo.environment["ISOBAR_PROGRAM"] ?? beside
        let place = directory
        let ended: SpawnedProgram.Ended = try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        try SpawnedProgram.run(
                            path, arguments, environment: ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"],
                            directory: place)
                    })
            }
        }
        return Ended(
            status: ended.status, output: String(decoding: ended.output, as: UTF8.self),
            errorOutput: String(decoding: ended.errorOutput, as: UTF8.self))
    }
}
