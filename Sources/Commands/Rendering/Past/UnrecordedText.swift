import Ledger

/// Says which words of a filter no record has, and which records have.
enum UnrecordedText {
    static func lines(_ words: UnrecordedWords) -> String {
        line("action", words.actions, words.recordedActions) + line("outcome", words.outcomes, words.recordedOutcomes)
    }

    private static func line(_ kind: String, _ asked: [String], _ recorded: [String]) -> String {
        guard !asked.isEmpty else { return "" }
        let names = asked.map { "'\($0)'" }.joined(separator: " or ")
        guard !recorded.isEmpty else { return "isobar: no record has the \(kind) \(names): there is no record\n" }
        // Outcomes that tell a time or a run are many.
        let known = recorded.filter { !$0.contains(" ") }
        let rest = known.count < recorded.count ? ", and \(recorded.count - known.count) of more than a word" : ""
        return "isobar: no record has the \(kind) \(names)\n"
            + "  hint: recorded are \(known.joined(separator: ", "))\(rest)\n"
    }
}
