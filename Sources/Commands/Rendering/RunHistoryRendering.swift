import BrokerModel
import Ledger
import Reconciliation
import Reports

/// Runs, a line each.
struct RunHistoryRendering {
    let page: HistoryPage<RunSummary>
    let filter: HistoryFilter

    private struct Document: Encodable {
        let formatVersion = 1
        let runs: [RunDocument]
        let hasMore: Bool

        /// The cursor of the next page.
        let next: String?
    }

    func render(_ format: QueryFormat, _ terminal: Terminal) -> String {
        switch format {
        case .text: text(terminal)
        case .json: json
        case .csv: csv
        }
    }

    private var json: String {
        JSONText.text(
            Document(
                runs: page.entries.map { RunDocument($0) }, hasMore: page.hasMore, next: page.next?.description))
    }

    private func text(_ terminal: Terminal) -> String {
        var lines: [String] = []
        if !page.entries.isEmpty {
            var table = Table(header: ["RUN", "STARTED (UTC)", "TOOK", "OUTCOME", "STEPS", "BY", "COMMIT"])
            for run in page.entries { table.add(row(run)) }
            lines = table.lines(width: terminal.lineWidth)
            lines[0] = terminal.styled(lines[0], .dim)
            for (index, run) in page.entries.enumerated() {
                lines[index + 1] = colour(run.outcome ?? "open", in: lines[index + 1], run.outcome, terminal)
            }
        }
        let ending = HistoryText.ending(
            shown: page.entries.count, next: page.next, filter: filter, of: "run")
        if let ending { lines.append(terminal.styled(ending, .dim)) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ run: RunSummary) -> [String] {
        let took = run.endedAt.map { DurationText.text($0 - run.startedAt) } ?? "-"
        let part = run.command == LedgerStore.wholeApply ? "" : "(\(run.command)) "
        return [
            run.id.description, HistoryText.time(run.startedAt), took, run.outcome ?? "open", steps(run), run.actor,
            part + [run.commit.map { String($0.prefix(8)) }, run.commitSummary].compactMap { $0 }.joined(separator: " "),
        ]
    }

    /// How many succeeded, and in brackets what did not; those of a run that was
    /// pruned are in the export.
    private func steps(_ run: RunSummary) -> String {
        guard !run.isPruned else { return "pruned" }
        let rest = [(run.stepsFailed, "failed"), (run.stepsSkipped, "skipped")].filter { $0.0 > 0 }
        let done = String(run.stepsSucceeded)
        return rest.isEmpty ? done : "\(done) (" + rest.map { "\($0.0) \($0.1)" }.joined(separator: ", ") + ")"
    }

    /// Its column is the first to hold the word between spaces.
    private func colour(_ word: String, in line: String, _ outcome: String?, _ terminal: Terminal) -> String {
        line.replacing(
            " \(word) ", with: " \(terminal.styled(word, HistoryText.style(of: outcome))) ", maxReplacements: 1)
    }

    private var csv: String {
        CSVText.text(
            header: [
                "run", "startedAt", "endedAt", "outcome", "actor", "command", "commit", "commitSummary", "author", "plan",
                "succeeded", "failed", "skipped",
            ],
            rows: page.entries.map { run in
                [
                    run.id.description, run.startedAt.description, run.endedAt?.description ?? "", run.outcome ?? "",
                    run.actor, run.command, run.commit ?? "", run.commitSummary ?? "", run.author ?? "",
                    run.planDigest?.description ?? "",
                ]
                    + [run.stepsSucceeded, run.stepsFailed, run.stepsSkipped].map { run.isPruned ? "" : String($0) }
            })
    }
}
