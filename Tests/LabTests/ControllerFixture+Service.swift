import Foundation
import Testing

extension ControllerFixture {
    /// Starts `isobar serve`.
    func serving() throws -> RunningProgram {
        let program = try #require(ProcessInfo.processInfo.environment["ISOBAR_PROGRAM"])
        return try RunningProgram(program, ["serve"], environment: ["ISOBAR_CONFIG": configuration])
    }

    /// The same controller under `policy.apply: automatic`, which looks every five seconds.
    ///
    /// - Parameters:
    ///   - database: another ledger; its own when left out.
    ///   - repository: where the branch is; its own when left out.
    func automatic(_ name: String, database: String? = nil, repository: String? = nil) throws -> ControllerFixture {
        try with(configuration: name) { lines in
            lines = lines.map { line in
                switch line.prefix(while: { $0 != ":" }) {
                case "database": "database: \(database ?? self.database)"
                case "policy": line.replacing("apply: approval", with: "apply: automatic")
                case "repository":
                    line.replacing("pollSeconds: 30", with: "pollSeconds: 5")
                        .replacing("\(state)/.git", with: repository ?? "\(state)/.git")
                default: line
                }
            }
        }
    }
}
