import Foundation
import TestSupport

/// An ssh-agent for one test, with one key.
struct SSHAgent {
    /// What a program that may use it has to be given.
    let environment: [String: String]

    static func with<Result>(key: String, _ body: (SSHAgent) async throws -> Result) async throws -> Result {
        let directory = FileManager.default.temporaryDirectory.appending(path: "agent-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let socket = directory.appending(path: "socket").path
        let process = try ChildProcess("/usr/bin/ssh-agent", ["-D", "-a", socket])
        close(process.errorOutput)
        do {
            while !FileManager.default.fileExists(atPath: socket) { try await Task.sleep(for: .milliseconds(5)) }
            try await ChildProcess.run("/usr/bin/env", ["SSH_AUTH_SOCK=\(socket)", "ssh-add", "-q", key])
            var environment = ProcessInfo.processInfo.environment
            environment["SSH_AUTH_SOCK"] = socket
            let result = try await body(SSHAgent(environment: environment))
            await end(process)
            return result
        } catch {
            await end(process)
            throw error
        }
    }

    private static func end(_ process: ChildProcess) async {
        // It would inherit that this process blocks SIGTERM.
        process.signal(SIGKILL)
        await process.waitForExit()
    }
}
