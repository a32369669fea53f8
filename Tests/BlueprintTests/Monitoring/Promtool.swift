import Foundation

/// Prometheus' own judge of what is written for it: `promtool` in `PATH` or
/// `$ISOBAR_PROMTOOL`. Without it the tests that need it fail.
enum Promtool {
    static func run(_ arguments: String..., in directory: URL? = nil) throws -> Program.Result {
        try run(arguments, in: directory)
    }

    static func run(_ arguments: [String], in directory: URL? = nil) throws -> Program.Result {
        let program = ProcessInfo.processInfo.environment["ISOBAR_PROMTOOL"] ?? "promtool"
        return try Program.run([program] + arguments, in: directory)
    }
}
