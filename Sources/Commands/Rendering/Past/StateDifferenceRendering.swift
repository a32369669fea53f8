import BrokerModel
import History
import Reconciliation
import Reports

/// What is different between two past moments.
struct StateDifferenceRendering {
    let difference: StateDifference

    /// How long a look was taken to tell what is there.
    let trust: Duration

    func render(_ format: QueryFormat, _ terminal: Terminal) -> String {
        switch format {
        case .text: text(terminal)
        case .json: JSONText.text(StateDifferenceDocument(difference, trust: trust))
        case .csv: csv
        }
    }

    private func text(_ terminal: Terminal) -> String {
        let from = HistoryText.time(difference.from)
        let to = HistoryText.time(difference.to)
        var lines = [terminal.styled("From \(from) to \(to) UTC", .bold)]
        if difference.entries.isEmpty, difference.unknownHosts.isEmpty { lines.append("Nothing is different.") }
        for entry in difference.entries {
            let run = entry.lastStep.map { " (run \($0.run), \($0.actor))" } ?? ""
            let (sign, style) = Self.sign(entry.kind)
            let note = entry.kind == .unknown ? ": not known at one of the two" : ""
            lines.append("\(terminal.styled(sign, style)) \(entry.address)\(note)\(terminal.styled(run, .dim))")
            for property in entry.properties {
                lines.append("      \(property.name): \(property.from ?? "(none)") → \(property.to ?? "(none)")")
            }
        }
        for host in difference.unknownHosts {
            lines.append("\(terminal.styled("?", .yellow)) \(host.host): cannot be compared")
            lines += [
                "      \(from)  \(KnowledgeText.text(host.from))", "      \(to)  \(KnowledgeText.text(host.to))",
            ].map { terminal.styled($0, .dim) }
        }
        lines.append(summary)
        return lines.joined(separator: "\n") + "\n"
    }

    private var summary: String {
        func count(_ kind: StateDifference.Kind) -> Int { difference.entries.count { $0.kind == kind } }
        var parts = ["\(count(.appeared)) appeared", "\(count(.gone)) gone", "\(count(.changed)) changed"]
        let unknown = count(.unknown)
        if unknown > 0 { parts.append("\(unknown) not known") }
        if !difference.unknownHosts.isEmpty {
            parts.append(CountText.text(difference.unknownHosts.count, "host") + " not known")
        }
        return parts.joined(separator: ", ") + "."
    }

    private static func sign(_ what: StateDifference.Kind) -> (String, Style) {
        switch what {
        case .appeared: ("+", .green)
        case .gone: ("-", .red)
        case .changed: ("~", .yellow)
        case .unknown: ("?", .yellow)
        }
    }

    /// A row for each property that changed, one for each resource otherwise.
    private var csv: String {
        let entries = difference.entries.flatMap { entry -> [[String]] in
            let first = [entry.host.text, entry.address.description, entry.kind.rawValue]
            let last = [
                entry.lastStep.map { String($0.run) } ?? "", entry.lastStep?.actor ?? "", entry.lastStep?.commit ?? "",
            ]
            let properties = entry.properties.map { [$0.name, $0.from ?? "", $0.to ?? ""] }
            return (properties.isEmpty ? [["", "", ""]] : properties).map { first + $0 + last }
        }
        let hosts = difference.unknownHosts.map { [$0.host.text, "", "unknown"] + Array(repeating: "", count: 6) }
        return CSVText.text(
            header: ["host", "resource", "difference", "property", "from", "to", "run", "actor", "commit"],
            rows: entries + hosts)
    }
}
