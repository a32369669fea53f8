import Controller
import Reports

/// How things stand with the service, for people.
enum ServiceText {
    static func write(_ status: ServiceStatus, _ format: OutputFormat, _ session: Session) {
        switch format {
        case .json:
            StandardStream.output.write(JSONText.text(status))
        case .text:
            let terminal = Terminal(descriptor: 1, environment: session.environment)
            StandardStream.output.write(render(status, terminal))
        }
    }

    static func render(_ status: ServiceStatus, _ terminal: Terminal) -> String {
        var lines = ["Service: \(status.summary)"]
        if let head = status.head {
            lines.append("Branch:  \(head.commit.prefix(10)) \(head.summary)")
            if let objection = head.objection { lines.append(terminal.styled("  not used: \(objection)", .red)) }
            if let from = head.rewrittenFrom {
                lines.append(
                    terminal.styled("  rewritten: \(from.prefix(10)), which was applied last, is not part of it", .red))
            }
        }
        lines.append("Applied: \(status.appliedCommit.map { String($0.prefix(10)) } ?? "nothing yet")")
        if let failure = status.repositoryFailure { lines.append(terminal.styled("Repository: \(failure)", .red)) }
        if let failure = status.ledgerFailure {
            let waiting = CountText.text(status.unwrittenRecords ?? 0, "record")
            lines.append(terminal.styled("Ledger:  cannot be written, \(waiting) to write: \(failure)", .red))
        }
        if let waiting = status.waiting, !waiting.isRejected {
            lines.append("Waiting: plan \(waiting.plan), \(waiting.steps) steps, deletions: \(waiting.deletes)")
            lines += waiting.because.map { "  because \($0)" }
        }
        if !status.behind.isEmpty {
            let names = status.behind.prefix(3).joined(separator: ", ") + (status.behind.count > 3 ? ", …" : "")
            lines.append("Behind:  \(status.behind.count) more come after a step that waits: \(names)")
        }
        if status.pending + status.drift > 0 {
            lines.append("Differs: \(status.pending) pending, \(status.drift) drifted")
        }
        if !status.unreachable.isEmpty { lines.append("Not reached: \(status.unreachable.joined(separator: ", "))") }
        lines += status.pauses.map { "Paused:  \($0.scope) until \($0.until) by \($0.by): \($0.reason)" }
        lines += status.pins.map { pin in
            "Held:    \(pin.node.map { "node/" + $0 } ?? "all") at run \(pin.run), commit \(pin.commit.prefix(10)), "
                + "by \(pin.by)\(pin.reason.map { ": " + $0 } ?? ""); let go with: isobar unpin"
        }
        lines += status.fights.map { terminal.styled("Fight:   \($0) drifts again and again", .red) }
        return lines.joined(separator: "\n") + "\n"
    }

    static func noScope(_ text: String) -> String {
        "'\(text)' is no part of the broker: all, host/waloop01, node/ca-eccc-msc, kind/haproxy."
    }
}
