import BrokerModel
import Foundation
import SSH
import Synchronization

/// Runs the commands of a host on this machine, as root and in a view.
final class LocalTransport: Transport {
    private let directory: URL
    private let count = Atomic(0)

    /// Commands run so far.
    var runs: Int { count.load(ordering: .relaxed) }

    init(view directory: URL) {
        self.directory = directory
    }

    func run(_ command: RemoteCommand) async throws -> CommandResult {
        count.add(1, ordering: .relaxed)
        let scratch = directory.appending(path: "io-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let files = ["in", "out", "error"].map { scratch.appending(path: $0) }
        try Data(command.input).write(to: files[0])
        for file in files.dropFirst() { try Data().write(to: file) }

        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = try HostView.words(directory.path, command.words.commandLine)
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        return CommandResult(
            ending: .status(process.terminationStatus), output: [UInt8](try Data(contentsOf: files[1])),
            errorOutput: [UInt8](try Data(contentsOf: files[2])))
    }

    /// There is no engine here.
    func open(_ command: RemoteCommand) async throws -> any ByteStream {
        throw Failure(
            .commandFailed, attempted: "open a stream", on: "view",
            response: "dial unix /var/run/docker.sock: connect: connection refused")
    }

    func close() async {}
}
