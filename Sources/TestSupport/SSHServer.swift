public import Foundation
import Synchronization

/// A real sshd on loopback with keys of its own, for one test.
///
/// Runs as the current user, who must be root: sshd then logs root in without
/// a password database or PAM. Commands see a HOME of their own, so that the
/// machine's `.bashrc` neither slows nor changes them.
///
/// Use ``with(_:_:)``; it stops the server and removes its files.
public final class SSHServer: Sendable {
    /// What went wrong while starting a server.
    public struct StartError: Error, CustomStringConvertible {
        public let description: String

        public init(description: String) {
            self.description = description
        }
    }

    public let port: UInt16
    public let user = "root"
    public let address = "127.0.0.1"

    /// Everything the server has, the home of its commands (`home`) too.
    public let directory: URL

    private struct Listener {
        var process: ChildProcess
        var log: ProcessLog
    }

    private let listener: Mutex<Listener>

    /// Runs `body` with a server that listens.
    public static func with<Result>(
        _ options: SSHServerOptions = SSHServerOptions(),
        _ body: (SSHServer) async throws -> Result
    ) async throws -> Result {
        let server = try await start(options)
        do {
            let result = try await body(server)
            await server.stop()
            return result
        } catch {
            await server.stop()
            throw error
        }
    }

    private init(port: UInt16, directory: URL, _ listener: Listener) {
        self.port = port
        self.directory = directory
        self.listener = Mutex(listener)
    }

    private var process: ChildProcess { listener.withLock(\.process) }

    // MARK: - Its keys

    /// The private key of ``user``.
    public var identityFile: String { directory.appending(path: "identity").path }

    public var home: URL { directory.appending(path: "home") }

    /// `ssh-ed25519 AAAA…`
    public func hostKeyLine(_ type: String = "ed25519") throws -> String {
        let text = try String(contentsOf: directory.appending(path: "host_\(type).pub"), encoding: .utf8)
        return text.split(separator: " ").prefix(2).joined(separator: " ")
    }

    /// What the server wrote to its log so far, or since it came back.
    public var logText: String { listener.withLock(\.log).text }

    /// Makes a key pair beside the server's own, and gives its private file.
    public func makeKey(_ name: String, type: String = "ed25519", passphrase: String = "") async throws -> String {
        let file = directory.appending(path: name)
        try await Self.makeKey(file, type: type, passphrase: passphrase)
        return file.path
    }

    // MARK: - Its processes

    /// The server processes of the sessions under way, one each.
    public func sessionProcesses() -> [Int32] {
        Self.children(of: process.id)
    }

    /// Ends the sessions' processes at once, as a crash would.
    public func killSessions() {
        for id in sessionProcesses() { kill(id, SIGKILL) }
    }

    /// Stops or continues the sessions' processes: the kernel goes on taking
    /// packets, nobody answers.
    public func pauseSessions(_ isPaused: Bool) {
        for id in sessionProcesses() { kill(id, isPaused ? SIGSTOP : SIGCONT) }
    }

    /// Ends the server and its sessions and removes its files.
    public func stop() async {
        await goAway()
        try? FileManager.default.removeItem(at: directory)
    }

    /// Ends the server and its sessions; nobody listens on its port then.
    public func goAway() async {
        let (sessions, process) = (sessionProcesses(), process)
        process.signal(SIGTERM)
        for id in sessions { kill(id, SIGKILL) }
        await process.waitForExit()
    }

    /// Begins again after ``goAway()``, where and as it was.
    public func comeBack() async throws {
        let begun = try await Self.listen(directory)
        listener.withLock { $0 = begun }
    }

    private static func children(of parent: Int32) -> [Int32] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap(Int32.init).filter { id in
            // proc(5): the fourth field is the parent; the second may hold
            // blanks, but ends with the last parenthesis.
            guard let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
                let end = stat.lastIndex(of: ")")
            else { return false }
            let fields = stat[stat.index(after: end)...].split(separator: " ")
            return fields.count > 1 && Int32(fields[1]) == parent
        }
    }

    // MARK: - Starting

    private static func start(_ options: SSHServerOptions) async throws -> SSHServer {
        // A free port may be taken by another process before sshd has it.
        var last = StartError(description: "sshd was not started")
        for _ in 0..<5 {
            do {
                return try await attempt(options)
            } catch let error as StartError {
                last = error
            }
        }
        throw last
    }

    private static func attempt(_ options: SSHServerOptions) async throws -> SSHServer {
        let directory = FileManager.default.temporaryDirectory.appending(path: "sshd-\(UUID().uuidString)")
        let home = directory.appending(path: "home")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
        for type in options.hostKeyTypes {
            try await makeKey(directory.appending(path: "host_\(type)"), type: type, passphrase: "")
        }
        let identity = directory.appending(path: "identity")
        try await makeKey(identity, type: options.identityType, passphrase: "")
        let publicKey = try String(contentsOf: identity.appendingPathExtension("pub"), encoding: .utf8)
        let authorized = directory.appending(path: "authorized_keys")
        try (options.authorizesIdentity ? publicKey : "").write(to: authorized, atomically: true, encoding: .utf8)
        try options.bashrc.write(to: home.appending(path: ".bashrc"), atomically: true, encoding: .utf8)
        let port = try freePort()
        let lines =
            [
                "Port \(port)", "ListenAddress 127.0.0.1", "PidFile none", "AuthorizedKeysFile \(authorized.path)",
                "StrictModes no", "UsePAM no", "PermitRootLogin yes", "PasswordAuthentication no",
                "KbdInteractiveAuthentication no", "MaxStartups 100", "LogLevel VERBOSE", "SetEnv HOME=\(home.path)",
            ] + options.hostKeyTypes.map { "HostKey \(directory.path)/host_\($0)" } + options.configuration
        let configuration = directory.appending(path: "sshd_config")
        try (lines.joined(separator: "\n") + "\n").write(to: configuration, atomically: true, encoding: .utf8)

        do {
            return SSHServer(port: port, directory: directory, try await listen(directory))
        } catch {
            try? FileManager.default.removeItem(at: directory)
            throw error
        }
    }

    private static func listen(_ directory: URL) async throws -> Listener {
        let configuration = directory.appending(path: "sshd_config").path
        let process = try ChildProcess("/usr/sbin/sshd", ["-D", "-e", "-f", configuration])
        let log = ProcessLog(of: process)
        guard await log.wait(for: "Server listening on") else {
            await process.waitForExit()
            throw StartError(description: "sshd did not start: \(log.text)")
        }
        return Listener(process: process, log: log)
    }

    private static func makeKey(_ file: URL, type: String, passphrase: String) async throws {
        try await ChildProcess.run(
            "/usr/bin/ssh-keygen", ["-q", "-t", type, "-N", passphrase, "-C", "test", "-f", file.path])
    }

    /// A port nobody listens on at the moment.
    public static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, size) == 0 && getsockname(descriptor, pointer, &size) == 0
            }
        }
        guard isBound else { throw StartError(description: "no free port") }
        return UInt16(bigEndian: address.sin_port)
    }
}
