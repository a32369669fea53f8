import Foundation
import Synchronization

/// A program started by a test, with all of its streams, its environment and
/// its directory, through posix_spawn(3).
///
/// Foundation's `Process` on Linux learns of an end by a socket that the child
/// inherits, and then waits for the child in the one thread that watches all of
/// them. A daemon such as sshd closes the socket as soon as it starts: from then
/// on no other `Process` is ever seen to end.
public final class SpawnedProgram: Sendable {
    public struct StartError: Error, CustomStringConvertible {
        public let description: String
    }

    /// What a program left behind when it ended.
    public struct Ended: Sendable {
        /// The exit status; for a signal 128 and its number, as a shell has it.
        public var status: Int32
        public var output: [UInt8]
        public var errorOutput: [UInt8]
    }

    public let id: Int32

    private enum State {
        case running
        case ended(Int32)
    }

    private let state = Mutex(State.running)

    /// Starts a program. Its standard streams are the given descriptors, which
    /// stay open here, or `/dev/null`; it inherits no other.
    /// Should the program not be found, it ends with status 127.
    ///
    /// - Parameters:
    ///   - program: an absolute path, or a name to be found in `PATH`.
    ///   - environment: the whole environment; this process's when nil.
    public init(
        _ program: String,
        _ arguments: [String] = [],
        environment: [String: String]? = nil,
        directory: String? = nil,
        input: Int32? = nil,
        output: Int32? = nil,
        errorOutput: Int32? = nil
    ) throws {
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(null) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (stream, descriptor) in [(0, input), (1, output), (2, errorOutput)] as [(Int32, Int32?)] {
            posix_spawn_file_actions_adddup2(&actions, descriptor ?? null, stream)
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            if let descriptor = Int32(name), descriptor > 2 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        }

        // env(1) looks for the program and changes the directory, which posix_spawn cannot do everywhere.
        let prefix = ["env"] + (directory.map { ["--chdir", $0] } ?? [])
        let environment = environment ?? ProcessInfo.processInfo.environment
        var words = (prefix + [program] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var id: pid_t = 0
        let result = SpawnAttributes.withAllSignals { attributes in
            posix_spawn(&id, "/usr/bin/env", &actions, &attributes, &words, &variables)
        }
        guard result == 0 else {
            throw StartError(description: "\(program) cannot be started: \(String(cString: strerror(result)))")
        }
        self.id = id
    }

    /// Waits for the end, blocking the thread, and gives the status.
    @discardableResult
    public func wait() -> Int32 {
        // Only one thread may collect the status; the others read it here.
        var information = siginfo_t()
        while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        return state.withLock { state in
            if case .ended(let status) = state { return status }
            var raw: Int32 = 0
            while waitpid(id, &raw, 0) < 0, errno == EINTR {}
            let signal = raw & 0x7f
            let status = signal == 0 ? (raw >> 8) & 0xff : 128 + signal
            state = .ended(status)
            return status
        }
    }

    /// Sends a signal, unless the process has been waited for.
    public func signal(_ number: Int32) {
        state.withLock { state in
            if case .running = state { kill(id, number) }
        }
    }

    /// Kills it, if it still runs, and waits for it: who is never waited for
    /// stays a zombie, of which Swift Testing's watch over exit tests is told
    /// again and again, so that no exit test ends.
    public func killAndWait() {
        signal(SIGKILL)
        wait()
    }

    /// Runs a program to its end, blocking the thread. Its streams are files,
    /// so that neither side can wait for the other.
    public static func run(
        _ program: String,
        _ arguments: [String] = [],
        environment: [String: String]? = nil,
        directory: String? = nil,
        input: [UInt8] = []
    ) throws -> Ended {
        let streams = try (0..<3).map { _ in try scratchFile() }
        defer { for stream in streams { close(stream) } }
        try FileHandle(fileDescriptor: streams[0]).write(contentsOf: Data(input))
        lseek(streams[0], 0, SEEK_SET)
        let child = try SpawnedProgram(
            program, arguments, environment: environment, directory: directory,
            input: streams[0], output: streams[1], errorOutput: streams[2])
        let status = child.wait()
        return Ended(status: status, output: try contents(of: streams[1]), errorOutput: try contents(of: streams[2]))
    }

    /// A file without a name.
    private static func scratchFile() throws -> Int32 {
        var path = Array((NSTemporaryDirectory() + "isobar-XXXXXX").utf8CString)
        let descriptor = mkstemp(&path)
        guard descriptor >= 0 else {
            throw StartError(description: "no temporary file: \(String(cString: strerror(errno)))")
        }
        unlink(path)
        return descriptor
    }

    private static func contents(of descriptor: Int32) throws -> [UInt8] {
        lseek(descriptor, 0, SEEK_SET)
        return Array(try FileHandle(fileDescriptor: descriptor).readToEnd() ?? Data())
    }
}
