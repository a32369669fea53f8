import BrokerModel
import History
import Reconciliation
import Reports

/// How available nodes, hosts and the fleet were.
struct AvailabilityRendering {
    let document: AvailabilityDocument

    /// At most so many nodes, the worst first; nil is all.
    var limit: Int?

    func render(_ format: QueryFormat, _ terminal: Terminal) -> String {
        switch format {
        case .text: text(terminal)
        case .json: JSONText.text(limited)
        case .csv: csv
        }
    }

    private var limited: AvailabilityDocument {
        var limited = document
        limited.nodes = limit.map { Array(document.nodes.prefix($0)) } ?? document.nodes
        return limited
    }

    private func text(_ terminal: Terminal) -> String {
        let from = document.from.prefix(19).replacing("T", with: " ")
        let to = document.to.prefix(19).replacing("T", with: " ")
        var lines = [terminal.styled("Availability from \(from) to \(to) UTC", .bold)]
        let shown = limited.nodes
        if shown.isEmpty, document.hosts.isEmpty { lines.append("No node was to be there.") }
        var table = Table(header: ["NODE", "AVAILABLE", "GOAL", "2", "1", "1 OR 2", "0", "UNKNOWN"])
        for node in shown { table.add(row(node, node.centreId ?? "")) }
        if document.nodes.count > 1 { table.add(row(document.fleet, "all \(document.nodes.count)")) }
        if !shown.isEmpty {
            var rows = table.lines(width: terminal.lineWidth)
            rows[0] = terminal.styled(rows[0], .dim)
            for (index, node) in shown.enumerated() {
                if let style = Self.style(node.verdict) { rows[index + 1] = terminal.styled(rows[index + 1], style) }
            }
            lines += [""] + rows
        }
        if shown.count < document.nodes.count {
            lines.append(terminal.styled("The worst \(shown.count) of \(document.nodes.count) nodes.", .dim))
        }
        lines += hosts(terminal) + ["", explanation]
        return lines.joined(separator: "\n") + "\n"
    }

    private func hosts(_ terminal: Terminal) -> [String] {
        guard !document.hosts.isEmpty else { return [] }
        var table = Table(header: ["HOST", "REACHED", "", "NOT REACHED", "UNKNOWN"])
        for host in document.hosts {
            table.add([
                host.host, ShareText.text(host.available), Self.span(host.reached), Self.span(host.unreached),
                Self.span(host.unknown),
            ])
        }
        var rows = table.lines(width: terminal.lineWidth)
        rows[0] = terminal.styled(rows[0], .dim)
        return [""] + rows
    }

    private var explanation: String {
        """
        2, 1, 0: for how long so many instances were seen to run. UNKNOWN: nobody looked, or a host could not be \
        reached; it counts neither for nor against AVAILABLE. The goal is \(ShareText.text(document.goal)): open where \
        the unknown time decides.
        """
    }

    private func row(_ node: AvailabilityDocument.NodeEntry, _ name: String) -> [String] {
        [name, ShareText.text(node.available), node.verdict?.rawValue ?? "-"]
            + [node.two, node.one, node.oneOrTwo, node.none, node.unknown].map(Self.span)
    }

    private static func span(_ seconds: Double) -> String {
        seconds > 0 ? DurationText.text(.milliseconds(Int64(seconds * 1000))) : "-"
    }

    private static func style(_ verdict: AvailabilityGoal.Verdict?) -> Style? {
        switch verdict {
        case .missed: .red
        case .open: .yellow
        case .met, nil: nil
        }
    }

    /// To the millisecond: sums of parts have digits that nobody measured.
    private static func seconds(_ seconds: Double) -> String { String((seconds * 1000).rounded() / 1000) }

    private var csv: String {
        func cells(_ node: AvailabilityDocument.NodeEntry, _ kind: String, _ name: String) -> [String] {
            [kind, name] + [node.wanted, node.two, node.one, node.oneOrTwo, node.none, node.unknown].map(Self.seconds)
                + [node.available.map { String($0) } ?? "", node.verdict?.rawValue ?? ""]
        }
        return CSVText.text(
            header: ["kind", "name", "wanted", "two", "one", "oneOrTwo", "none", "unknown", "available", "verdict"],
            rows: [cells(document.fleet, "fleet", "")]
                + document.nodes.map { cells($0, "node", $0.centreId ?? "") }
                + document.hosts.map { host in
                    [
                        "host", host.host, Self.seconds(host.reached + host.unreached + host.unknown), "",
                        Self.seconds(host.reached), "", Self.seconds(host.unreached), Self.seconds(host.unknown),
                        host.available.map { String($0) } ?? "", "",
                    ]
                })
    }
}
