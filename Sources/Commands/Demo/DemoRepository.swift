import BrokerModel
import Foundation

/// A git repository of the demonstration, made with `git`.
struct DemoRepository {
    let directory: String

    init(in place: String) throws {
        directory = place + "/desired-state"
        for below in ["nodes", "secrets"] {
            try FileManager.default.createDirectory(
                atPath: "\(directory)/\(below)", withIntermediateDirectories: true)
        }
        try git("init", "--quiet", "--initial-branch", "main")
    }

    /// Writes files and commits them.
    func commit(_ files: [String: String], message: String) throws {
        for (path, text) in files {
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(directory)/\(path)"))
        }
        try git("add", "--all")
        try git("commit", "--quiet", "--message", message)
    }

    private func git(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            [
                "git", "-C", directory, "-c", "user.name=Ada", "-c", "user.email=ada@demo.example", "-c",
                "commit.gpgSign=false",
            ]
            + arguments
        let said = Pipe()
        process.standardError = said
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let words = said.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(
                .repositoryFailed, attempted: "make the repository of the demonstration", on: directory,
                response: String(decoding: words.prefix(500), as: UTF8.self), remedy: "install git")
        }
    }
}
