import SSH
import Synchronization

/// The way to a sandbox's host. Each is a session of its own; unless the host
/// lets in, those that begin without the wide rule are turned away.
final class SudoTransport: Transport {
    private let sandbox: Sandbox
    private let letsIn: Bool

    /// Whether the wide rule was there when the session began.
    private let hadWideRule = Mutex<Bool?>(nil)

    init(sandbox: Sandbox, letsIn: Bool) {
        self.sandbox = sandbox
        self.letsIn = letsIn
    }

    func run(_ command: RemoteCommand) async throws -> CommandResult {
        let isWide = sandbox.exists("/etc/sudoers.d/ansadm")
        let hadWideRule = hadWideRule.withLock { had in
            had = had ?? isWide
            return had ?? isWide
        }
        if !letsIn, !hadWideRule {
            return CommandResult(
                ending: .status(1), output: [], errorOutput: Array("sudo: a password is required\n".utf8))
        }
        return try await sandbox.transport.run(command)
    }

    func open(_ command: RemoteCommand) async throws -> any ByteStream { try await sandbox.transport.open(command) }

    func close() async {}
}
