import Foundation
import TestSupport
import Testing

/// A controller in a directory of its own, of hosts on which nobody listens.
final class Controller: Sendable {
    let directory: String
    let repository: GitFixture
    var database: String { directory + "/isobar.sqlite" }

    init() async throws {
        directory = GitFixture.temporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        repository = try GitFixture(at: directory + "/state")
        try await ChildProcess.run("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", directory + "/key"])
        try write(
            "isobar.yaml",
            """
            formatVersion: 1
            repository: {url: \(repository.directory)}
            database: isobar.sqlite
            ssh: {identityFile: key}
            """)
        // Port 1 (tcpmux): nobody listens there.
        try repository.commit("first", DesiredText.files(port: 1))
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func write(_ file: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: directory + "/" + file))
    }

    func read(_ file: String) throws -> String {
        try String(contentsOfFile: directory + "/" + file, encoding: .utf8)
    }

    /// Runs `isobar` beside its `isobar.yaml`.
    func isobar(_ arguments: String...) throws -> Program.Ended {
        try Program().run(arguments, directory: directory)
    }
}
