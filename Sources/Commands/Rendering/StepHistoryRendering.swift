import BrokerModel
import Ledger
import Reconciliation

/// Steps of any run, a line each and below it what they changed.
struct StepHistoryRendering {
    let page: HistoryPage<HistoryStep>
    let filter: HistoryFilter

    /// Of one node, on its first page.
    var life: NodeLife?

    private struct Document: Encodable {
        struct Entry: Encodable {
            let run: Int64
            let actor: String
            let commit: String?
            let step: RunDocument.StepEntry
        }

        let formatVersion = 1
        let steps: [Entry]
        let hasMore: Bool

        /// The cursor of the next page.
        let next: String?
        let life: [NodeLifeDocument.Stay]?
        let renames: [NodeRename]?
    }

    func render(_ format: QueryFormat, _ terminal: Terminal) -> String {
        switch format {
        case .text: text(terminal)
        case .json: json
        case .csv: csv
        }
    }

    private func text(_ terminal: Terminal) -> String {
        var lines = life.map { NodeLifeText.lines($0, terminal) } ?? []
        if !page.entries.isEmpty {
            lines.append(terminal.styled(line("RUN", "WHEN (UTC)", "OUTCOME", "BY", "STEP", terminal), .dim))
        }
        for entry in page.entries {
            let time = (entry.step.intendedAt ?? entry.step.endedAt).map(HistoryText.time) ?? "-"
            let outcome = entry.step.outcome ?? "at hand"
            let whole = cut(
                line(entry.run.description, time, outcome, entry.actor, step(entry.step), terminal), terminal)
            let styled = " \(terminal.styled(outcome, HistoryText.style(of: entry.step.outcome))) "
            lines.append(whole.replacing(" \(outcome) ", with: styled, maxReplacements: 1))
            lines += notes(entry.step).map { terminal.styled(cut("      " + $0, terminal), .dim) }
        }
        let ending = HistoryText.ending(
            shown: page.entries.count, next: page.next, filter: filter, of: "step")
        if let ending { lines.append(terminal.styled(ending, .dim)) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Who did it stands where there is room; on a narrow terminal
    /// `isobar show` tells.
    private func line(
        _ run: String, _ time: String, _ outcome: String, _ actor: String, _ step: String, _ terminal: Terminal
    ) -> String {
        let runs = page.entries.map { $0.run.description.count }.max() ?? 0
        let actors = page.entries.map(\.actor.count).max() ?? 0
        var cells = [pad(run, max(3, runs)), pad(time, 19), pad(outcome, 9)]
        if terminal.lineWidth >= 110 { cells.append(pad(actor, max(2, actors))) }
        return (cells + [step]).joined(separator: "  ")
    }

    private func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private func step(_ step: StepRecord) -> String {
        let sign = StepAction(rawValue: step.action).map(PlanText.sign) ?? step.action
        var notes: [String] = []
        if step.action == StepAction.run.rawValue, let mark = step.step.lastIndex(of: "#") {
            notes.append(String(step.step[step.step.index(after: mark)...]))
        }
        if step.cause == StepCause.drift.rawValue { notes.append("drift") }
        return "\(sign) \(step.resource)" + (notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))")
    }

    /// What it changed, and why it failed.
    private func notes(_ step: StepRecord) -> [String] {
        var notes: [String] = []
        // What is new has all its properties; the first says which it is.
        let told = step.action == StepAction.create.rawValue ? Array(step.changes.prefix(1)) : step.changes
        let changes = told.map { ChangeText.line(PlanDocument.Change($0)) }
        if !changes.isEmpty { notes.append(PlanText.list(changes, limit: 3)) }
        if step.outcome != "succeeded", let reason = step.detail?.split(separator: "\n").first {
            notes.append([step.code, String(reason)].compactMap { $0 }.joined(separator: ": "))
        }
        return notes
    }

    private func cut(_ text: String, _ terminal: Terminal) -> String {
        text.count > terminal.lineWidth ? text.prefix(max(1, terminal.lineWidth - 1)) + "…" : text
    }

    private var json: String {
        JSONText.text(
            Document(
                steps: page.entries.map {
                    Document.Entry(
                        run: $0.run.number, actor: $0.actor, commit: $0.commit, step: RunDocument.StepEntry($0.step))
                },
                hasMore: page.hasMore, next: page.next?.description,
                life: life.map { NodeLifeDocument($0).life }, renames: life?.renames))
    }

    private var csv: String {
        CSVText.text(
            header: StepCSV.header,
            rows: page.entries.map { StepCSV.row($0.step, run: $0.run, actor: $0.actor, commit: $0.commit) })
    }
}
