internal import BrokerModel
internal import Glibc

/// Opens a session through the system's ssh(1), which connects, checks the
/// pinned keys and logs in, and then lets us use its connection.
final class OpenSSHConnector: SessionConnector {
    private let destination: SSHDestination
    private let environment: [String: String]

    private var failures: SSHFailures { SSHFailures(destination) }

    init(_ destination: SSHDestination, environment: [String: String]) {
        self.destination = destination
        self.environment = environment
    }

    func connect(_ patience: Patience) throws(ConnectProblem) -> any Session {
        guard !destination.hostKeys.isEmpty else { throw .failed(failures.noUsableHostKey()) }
        do {
            try IdentityKey.checkForOpenSSH(destination, failures: failures)
            let directory = try ControlDirectory(
                environment: environment, knownHosts: OpenSSHCommand.knownHosts(destination.hostKeys))
            let command = OpenSSHCommand(
                destination: destination, knownHosts: directory.knownHosts, socket: directory.socket)
            return try connect(command, patience)
        } catch let error as ConnectProblem {
            throw error
        } catch let error as Failure {
            throw .failed(error)
        } catch let error as OpenSSHCommand.Unspeakable {
            throw .failed(
                failures.openSSHUnusable(
                    .configurationInvalid, "ssh_config(5) has no way to write \"\(error.value)\"",
                    remedy: "use a path without quotation marks, backslashes and ${"))
        } catch {
            throw .failed(
                failures.openSSHUnusable(
                    .transportUnsupported, "ssh could not be started: \(error)",
                    remedy: "install the packages openssh-client and util-linux on the controller"))
        }
    }

    private func connect(_ command: OpenSSHCommand, _ patience: Patience) throws -> OpenSSHSession {
        let master = try MasterProcess(
            arguments: command.arguments(),
            environment: OpenSSHCommand.environment(environment, usesAgent: destination.openSSH.usesAgent))
        do {
            let socket = try reach(master, at: command.socket, patience)
            try ControlSocket.becomeProxied(socket, patience)
            return OpenSSHSession(socket, of: master, failures)
        } catch let over as Patience.Over {
            master.listen()
            guard case .deadline = over else { throw ConnectProblem.abandoned }
            let silence = OpenSSHDiagnosis(master.said, failures).silence
            throw failures.unreachable("\(silence) within \(destination.timeouts.connect)")
        } catch let error as ConnectionViolation {
            throw failures.unreachable("the connection broke during the login: \(error)")
        }
    }

    /// Waits until the master listens, which it does once it has logged in.
    private func reach(_ master: MasterProcess, at path: String, _ patience: Patience) throws -> SocketBuffers {
        while true {
            if let socket = try ControlSocket.connect(to: path) { return socket }
            let isOver = master.hasExited
            master.listen()
            if isOver { throw OpenSSHDiagnosis(master.said, failures).failure }
            // It says something before and after every step it takes; the span
            // is for one that does not.
            try patience.wait(for: master.errorOutput, Int16(POLLIN), atMost: .milliseconds(50))
        }
    }
}
