import Reconciliation

/// Findings for a terminal, host by host, each with what to do about it; the
/// verdict last. The signs tell all that colours do.
struct DoctorText {
    let document: DoctorDocument
    let terminal: Terminal

    func render() -> String {
        var lines: [String] = []
        for host in document.hosts {
            lines.append(terminal.styled("\(host.name)", .bold) + " (\(host.role), \(host.address))")
            lines += host.findings.flatMap(account) + [""]
        }
        lines.append(terminal.styled("the broker and its controller", .bold))
        lines += document.findings.flatMap(account)
        lines += ["", verdict]
        return lines.joined(separator: "\n") + "\n"
    }

    private func account(_ finding: DoctorFinding) -> [String] {
        let check = finding.check + String(repeating: " ", count: max(0, width - finding.check.count))
        let parts = finding.message.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
        var lines = ["  \(sign(finding.level)) \(check)  \(parts.first ?? "")"]
        let indentation = String(repeating: " ", count: width + 6)
        lines += parts.dropFirst().map { indentation + $0.drop { $0 == " " } }
        if let fix = finding.fix, finding.level != .ok { lines.append("\(indentation)fix: \(fix)") }
        return lines
    }

    private func sign(_ level: DoctorLevel) -> String {
        switch level {
        case .ok: terminal.styled("✓", .green)
        case .note: terminal.styled("!", .yellow)
        case .unchecked: terminal.styled("-", .dim)
        case .unreached, .problem: terminal.styled("✗", .red)
        }
    }

    /// Of the longest name of a check that was made.
    private var width: Int {
        (document.hosts.flatMap(\.findings) + document.findings).map(\.check.count).max() ?? 0
    }

    private var verdict: String {
        let summary = document.summary
        var counts = ["\(summary.ok) well"]
        if summary.note > 0 { counts.append("\(summary.note) to look at") }
        if summary.unchecked > 0 { counts.append("\(summary.unchecked) not checked") }
        if summary.unreached > 0 { counts.append("\(summary.unreached) hosts not reached") }
        if summary.problem > 0 { counts.append("\(summary.problem) in the way") }
        let verdict =
            switch document.exitStatus {
            case 0: terminal.styled("nothing stands in the way of an apply", .green)
            case 1: terminal.styled("an apply would fail", .red)
            default: terminal.styled("an apply would be incomplete", .red)
            }
        return "\(counts.joined(separator: ", ")): \(verdict)."
    }
}
