import BrokerModel
import Decisions
import Foundation
import Logging

/// What the forge did not take yet, in a file beside the ledger: a service that is
/// killed meanwhile leaves no commit as pending.
///
/// Where the file cannot be written, what waits is told as long as the service runs.
struct UntoldReports: Sendable {
    private let file: URL
    private let log: Logger

    private struct Line: Codable {
        var commit: String
        var state: String
        var summary: String
    }

    /// - Parameter ledger: the path of its database.
    init(besideLedger ledger: String, log: Logger) {
        file = URL(fileURLWithPath: ledger + ".untold")
        self.log = log
    }

    /// What an earlier service left; nothing of a file that is damaged.
    func read() -> [CommitProgress.Report] {
        guard let data = try? Data(contentsOf: file) else { return [] }
        guard let lines = try? JSONDecoder().decode([Line].self, from: data) else {
            log.warning("what the forge was not told before is not readable", metadata: ["file": "\(file.path)"])
            return []
        }
        return lines.compactMap { line in
            guard let commit = CommitID(line.commit), let state = CommitProgress.State(rawValue: line.state) else {
                return nil
            }
            return CommitProgress.Report(commit: commit, state: state, summary: line.summary)
        }
    }

    func write(_ reports: [CommitProgress.Report]) {
        do {
            if reports.isEmpty {
                if FileManager.default.fileExists(atPath: file.path) { try FileManager.default.removeItem(at: file) }
            } else {
                let lines = reports.map {
                    Line(commit: $0.commit.text, state: $0.state.rawValue, summary: $0.summary)
                }
                try JSONEncoder().encode(lines).write(to: file, options: .atomic)
            }
        } catch {
            log.warning(
                "what the forge was not told yet cannot be kept over a kill",
                metadata: ["file": "\(file.path)", "error": "\(error)"])
        }
    }
}
