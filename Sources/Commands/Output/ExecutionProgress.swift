import BrokerModel
import Execution
import Reports
import Synchronization

/// Shows on standard error how a plan is carried out: a line for each step that
/// ended, and on a terminal a last line with what is at hand.
final class ExecutionProgress: Sendable {
    private struct State {
        var ended = 0
        var atHand: [StepID: String] = [:]

        /// Since when each step acts; waiting for its turn is not its time.
        var acting: [StepID: ContinuousClock.Instant] = [:]
        /// How many quarters of a transfer were told.
        var quarters: [StepID: Int64] = [:]
        var hasStatusLine = false
    }

    private let terminal: Terminal
    private let steps: Int
    private let state = Mutex(State())

    init(_ terminal: Terminal, steps: Int) {
        self.terminal = terminal
        self.steps = steps
    }

    var show: @Sendable (ExecutionEvent) -> Void {
        { [self] event in state.withLock { handle(event, &$0) } }
    }

    /// Takes the last line away.
    func finish() {
        state.withLock { clear(&$0) }
    }

    private func handle(_ event: ExecutionEvent, _ state: inout State) {
        switch event {
        case .preparing(let hosts):
            line("preparing \(hosts) host\(hosts == 1 ? "" : "s")", &state)
        case .started(let step):
            state.atHand[step.id] = "\(step.resource)"
            state.acting[step.id] = .now
        case .waiting(let step, let reason):
            state.atHand[step.id] = "\(step.resource): \(reason)"
            if !terminal.isInteractive || reason.hasPrefix("warning") { line("\(step.resource): \(reason)", &state) }
        case .progress(let step, let progress):
            tell(progress, of: step, &state)
        case .ended(let step, let outcome, _, _):
            state.ended += 1
            state.atHand[step.id] = nil
            state.quarters[step.id] = nil
            let duration = state.acting.removeValue(forKey: step.id).map { .now - $0 } ?? .zero
            line(text(step, outcome, duration, state.ended), &state)
        case .stopping(let urgency):
            line(
                urgency == .now
                    ? terminal.styled("ending at once: the steps at hand are given up", .red)
                    : terminal.styled("finishing the steps at hand; once more to give them up", .yellow), &state)
        }
        drawStatus(&state)
    }

    /// On a terminal the last line tells how far it is; elsewhere there is a line
    /// for each quarter.
    private func tell(_ progress: StepProgress, of step: Step, _ state: inout State) {
        let text = "\(step.resource): \(ByteCount(progress.done)) of \(ByteCount(progress.total))"
        state.atHand[step.id] = text
        let quarter = progress.total > 0 ? 4 * progress.done / progress.total : 0
        guard state.quarters[step.id] != quarter else { return }
        state.quarters[step.id] = quarter
        if !terminal.isInteractive { line(text, &state) }
    }

    private func text(_ step: Step, _ outcome: StepOutcome, _ duration: Duration, _ ended: Int) -> String {
        let width = String(steps).count
        let count = String(ended)
        let position = "[" + String(repeating: " ", count: max(0, width - count.count)) + "\(count)/\(steps)]"
        let sign = terminal.styled(PlanText.sign(step.action), PlanText.style(step.action))
        let head = "\(position) \(sign) \(step.resource)" + (step.action == .run ? " (\(step.verb))" : "")
        switch outcome {
        case .succeeded:
            return head + terminal.styled(" \(DurationText.text(duration))", .dim)
        case .failed(let failure):
            return head + terminal.styled(" FAILED", .red) + "\n    "
                + failure.description.split(separator: "\n").joined(separator: "\n    ")
        case .skipped(let reason):
            return head + terminal.styled(" skipped: \(reason)", .yellow)
        }
    }

    private func line(_ text: String, _ state: inout State) {
        clear(&state)
        StandardStream.error.write(text + "\n")
    }

    private func clear(_ state: inout State) {
        if state.hasStatusLine { StandardStream.error.write("\r\u{1B}[K") }
        state.hasStatusLine = false
    }

    private func drawStatus(_ state: inout State) {
        guard terminal.isInteractive, let first = state.atHand.values.sorted().first else { return }
        let more = state.atHand.count > 1 ? " and \(state.atHand.count - 1) more" : ""
        let text = "\(steps - state.ended) left; \(first)\(more)"
        StandardStream.error.write("\r\u{1B}[K" + text.prefix(max(1, terminal.width - 1)))
        state.hasStatusLine = true
    }
}
