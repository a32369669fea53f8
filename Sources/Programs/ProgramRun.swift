import BrokerModel
import Glibc
import Subprocess

/// A program that is run for what it does with its standard input.
public enum ProgramRun {
    /// How a program ended, and what it said.
    public struct Ending: Sendable {
        public var isSuccess: Bool

        /// Its exit status or signal, in words.
        public var status: String
        public var output: String
        public var errors: String
    }

    /// - Parameters:
    ///   - program: a path, or a name that is looked for in `PATH`.
    ///   - attempted: for a failure.
    ///   - subject: for a failure: no secret may be in it.
    /// - Returns: what it said, 8 MiB at most, whatever its status is.
    /// - Throws: ``Failure`` when it cannot be run.
    public static func ending(
        of program: String, _ arguments: [String], input: [UInt8], attempted: String, on subject: String
    ) async throws -> Ending {
        outlivePipes
        let result: ExecutionResult<Void, StringOutput<UTF8>, StringOutput<UTF8>>
        do {
            result = try await Subprocess.run(
                // env(1) takes names and paths alike.
                .name("env"), arguments: Arguments([program] + arguments), input: .inputWriter,
                output: .string(limit: 8 << 20), error: .string(limit: 64 << 10)
            ) { program in
                // It may end before it has read everything; then its status tells why.
                _ = try? await program.standardInputWriter.write(input)
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw Failure(
                .commandFailed, attempted: attempted, on: subject, response: "it could not be run: \(error)")
        }
        return Ending(
            isSuccess: result.terminationStatus.isSuccess, status: "\(result.terminationStatus)",
            output: result.standardOutput, errors: result.standardError)
    }

    /// - Throws: ``Failure`` also when it ends with another status than 0.
    @discardableResult
    public static func run(
        _ program: String, _ arguments: [String], input: [UInt8], attempted: String, on subject: String
    ) async throws -> Ending {
        let ending = try await ending(of: program, arguments, input: input, attempted: attempted, on: subject)
        guard ending.isSuccess else {
            let complaint = ending.errors.split(separator: "\n").last.map { String($0.prefix(300)) }
            throw Failure(.commandFailed, attempted: attempted, on: subject, response: complaint ?? ending.status)
        }
        return ending
    }

    /// A program that ends before it has read its input would end this one too
    /// (pipe(7), SIGPIPE). Ignored, unless someone handles it, writing fails
    /// instead.
    private static let outlivePipes: Void = {
        var current = sigaction()
        guard sigaction(SIGPIPE, nil, &current) == 0, current.__sigaction_handler.sa_handler == nil else { return }
        signal(SIGPIPE, SIG_IGN)
    }()
}
