import Foundation

/// What a program left behind when it ended.
struct Ended: Sendable {
    var status: Int32
    var output: String
    var errorOutput: String
}

/// Runs programs for the tests.
enum Shell {
    /// Runs a program to its end. Both outputs are read while it runs, so that
    /// neither pipe can fill up and hold it.
    static func run(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        directory: String? = nil
    ) async throws -> Ended {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        let (output, errorOutput) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errorOutput
        process.standardInput = FileHandle.nullDevice
        try process.run()
        async let text = read(output)
        async let errorText = read(errorOutput)
        let ended = await (text, errorText)
        process.waitUntilExit()
        return Ended(status: process.terminationStatus, output: ended.0, errorOutput: ended.1)
    }

    private static func read(_ pipe: Pipe) async -> String {
        let handle = pipe.fileHandleForReading
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: String(decoding: handle.readDataToEndOfFile(), as: UTF8.self))
            }
        }
    }
}
