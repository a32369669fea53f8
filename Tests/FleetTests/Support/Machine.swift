import Foundation
import TestSupport

/// Programs of this machine.
enum Machine {
    struct CommandFailed: Error {
        var command: [String]
        var said: String
    }

    /// Runs a program to its end, without blocking the task's thread.
    static func execute(_ command: [String], input: [UInt8] = []) async throws -> SpawnedProgram.Ended {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result { try SpawnedProgram.run(command[0], Array(command.dropFirst()), input: input) })
            }
        }
    }

    /// Runs a program that must succeed.
    static func run(_ command: String...) async throws {
        let ended = try await execute(command)
        guard ended.status == 0 else {
            throw CommandFailed(command: command, said: String(decoding: ended.errorOutput, as: UTF8.self))
        }
    }
}
