import Foundation
import Synchronization

/// A program under test: started with posix_spawn(3), its standard error in a
/// pipe.
///
/// Unlike `Foundation.Process` it leaks no descriptor into children started at
/// the same time, which would keep exits unnoticed, and waiting for it blocks
/// no thread of the cooperative pool.
public final class ChildProcess: Sendable {
    public let id: Int32

    /// The end to read what the program says; whoever reads it closes it.
    public let errorOutput: Int32

    /// - Throws: ``ChildProcess/SpawnError`` when the program cannot be started.
    public init(_ program: String, _ arguments: [String]) throws {
        (id, errorOutput) = try Self.spawning.withLock { _ in
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { throw SpawnError(program: program, number: errno) }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            defer { posix_spawn_file_actions_destroy(&actions) }
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
            posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
            posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
            let words = ([program] + arguments).map { strdup($0) }
            defer {
                for word in words { free(word) }
            }
            var id: Int32 = 0
            let number = SpawnAttributes.withAllSignals { attributes in
                posix_spawn(&id, program, &actions, &attributes, words + [nil], environ)
            }
            close(ends[1])
            guard number == 0 else {
                close(ends[0])
                throw SpawnError(program: program, number: number)
            }
            return (id, ends[0])
        }
    }

    /// One at a time: between pipe(2) and `FD_CLOEXEC`, another child would
    /// inherit the pipe and keep it open.
    private static let spawning = Mutex(())

    /// Why a program did not start.
    public struct SpawnError: Error, CustomStringConvertible {
        let program: String
        let number: Int32

        public var description: String { "\(program): \(String(cString: strerror(number)))" }
    }

    public func signal(_ number: Int32) {
        kill(id, number)
    }

    /// Waits for the end and reaps the process; once only.
    ///
    /// - Returns: The exit status, or the negated signal that ended it.
    @discardableResult
    public func waitForExit() async -> Int32 {
        let id = id
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var status: Int32 = 0
                while waitpid(id, &status, 0) < 0, errno == EINTR {}
                let ending = status & 0x7f
                continuation.resume(returning: ending == 0 ? (status >> 8) & 0xff : -ending)
            }
        }
    }

    /// Runs a program to its end; what it said on standard error, when its
    /// status is not 0, is thrown.
    public static func run(_ program: String, _ arguments: [String]) async throws {
        let process = try ChildProcess(program, arguments)
        let status = await process.waitForExit()
        let output = FileHandle(fileDescriptor: process.errorOutput, closeOnDealloc: true)
        guard status == 0 else {
            let said = output.availableData
            throw RunError(program: program, status: status, said: String(decoding: said, as: UTF8.self))
        }
    }

    /// A program that ended badly.
    public struct RunError: Error, CustomStringConvertible {
        let program: String
        let status: Int32
        let said: String

        public var description: String { "\(program) ended with \(status): \(said)" }
    }
}
