import BrokerModel
import GitRepository
import TestSupport
import Testing

@Suite("A server that says nothing")
struct SilentServerTests {
    @Test(
        "is given up after the patience, and the mirror works on", arguments: ["ssh://git@", "https://"], [true, false])
    func silence(scheme: String, isFull: Bool) async throws {
        let server = try SilentServer(isFull: isFull)
        let directory = try TemporaryDirectory()
        let mirror = GitMirror(
            directory: directory.path + "/mirror",
            of: try RepositoryLocation("\(scheme)127.0.0.1:\(server.port)/state.git"), branch: "main",
            patience: .milliseconds(200))
        for _ in 0..<2 {
            let error = await failure { () async throws(Failure) in try await mirror.update() }
            #expect(error?.code == .repositoryUnreachable)
            #expect(error?.response == "the server did not answer in time")
        }
    }

    @Test("is let go at once when the task is cancelled", arguments: ["ssh://git@", "https://"])
    func cancellation(scheme: String) async throws {
        let server = try SilentServer()
        let directory = try TemporaryDirectory()
        let mirror = GitMirror(
            directory: directory.path + "/mirror",
            of: try RepositoryLocation("\(scheme)127.0.0.1:\(server.port)/state.git"), branch: "main",
            patience: .seconds(600))
        let update = Task { await failure { () async throws(Failure) in try await mirror.update() } }
        await server.waitForConnection()
        update.cancel()
        #expect(await update.value?.code == .cancelled)
    }
}
