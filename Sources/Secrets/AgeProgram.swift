import Glibc
import Subprocess

/// One run of the `age` program (https://age-encryption.org/v1).
///
/// What is sealed or opened passes through pipes only: it is never on a disk,
/// in an argument or in an environment.
struct AgeProgram: Sendable {
    /// The directories in which it is looked for; those of `PATH` when nil.
    var searchPath: String?

    /// - Parameter limit: the longest output, in bytes.
    func run(_ arguments: [String], input: [UInt8], limit: Int) async throws(AgeProblem) -> [UInt8] {
        Self.outlivePipes
        // Without a terminal of its own, age fails where it would ask for a passphrase.
        var options = PlatformOptions()
        options.createSession = true
        let environment: Environment = searchPath.map { .inherit.updating(["PATH": $0]) } ?? .inherit
        let result: ExecutionResult<Void, BytesOutput, StringOutput<UTF8>>
        do {
            result = try await Subprocess.run(
                .name("age"), arguments: Arguments(arguments), environment: environment, platformOptions: options,
                input: .inputWriter, output: .bytes(limit: limit), error: .string(limit: 16_384)
            ) { age in
                // age may end before it has read everything; then its status tells why. With an array as input
                // swift-subprocess 1.0.2 ends this process instead.
                _ = try? await age.standardInputWriter.write(input)
            }
        } catch {
            throw AgeProblem(error)
        }
        guard result.terminationStatus.isSuccess else { throw AgeProblem(complaint: result.standardError) }
        return result.standardOutput
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
