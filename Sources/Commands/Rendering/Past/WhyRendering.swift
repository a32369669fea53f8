import BrokerModel
import Reconciliation

/// Why a resource is as it is.
struct WhyRendering {
    let document: WhyDocument

    func render(_ format: QueryFormat, _ terminal: Terminal) -> String {
        switch format {
        case .text: text(terminal)
        case .json: JSONText.text(document)
        case .csv: csv
        }
    }

    private func text(_ terminal: Terminal) -> String {
        var lines = [terminal.styled(document.resource, .bold) + standing]
        if let removed = document.removed {
            lines += ["", "  removed by " + self.run(removed)]
            if let reason = document.removedReason { lines.append("      \(reason)") }
        }
        for origin in document.properties {
            lines += ["", "  \(origin.property): \(terminal.styled(Self.shown(origin.current.value), .cyan))"]
            lines += details(origin, terminal).map { "      \($0)" }
        }
        if !document.seen.isEmpty {
            let when = document.seenAt.map { " \(Self.time($0))" } ?? ""
            lines += ["", terminal.styled("  Seen\(when), given by no run:", .dim)]
            lines += document.seen.sorted { $0.key < $1.key }.map { "      \($0.key): \(Self.shown($0.value))" }
        }
        if !document.notes.isEmpty { lines.append("") }
        lines += document.notes.map { terminal.styled("  note: \($0)", .yellow) }
        return lines.joined(separator: "\n") + "\n"
    }

    private var standing: String {
        let since = document.seenSince.map { ", seen since \(Self.time($0))" } ?? ", never seen"
        let gone = document.goneSince.map { ", gone since \(Self.time($0))" } ?? ""
        return since + gone
    }

    private func details(_ origin: PropertyOrigin, _ terminal: Terminal) -> [String] {
        var lines = ["run \(origin.current.run)" + run(origin.current, isFirst: false)]
        if let reason = origin.reason { lines.append("reason  \(reason)") }
        if let line = origin.line {
            lines.append("line    \(line.file):\(line.line)" + (line.field.map { " (\($0))" } ?? ""))
        }
        if let commit = origin.introduced {
            let bound = commit.isBound ? ", or an older one" : ""
            lines.append(
                "by      \(commit.author), \(Self.time(commit.at)), commit \(commit.commit.prefix(10))\(bound): \(commit.summary)"
            )
        }
        if let seen = origin.seen {
            lines.append(terminal.styled("now     \(Self.shown(seen)), which no run gave", .yellow))
        }
        for value in origin.earlier {
            let origin = value.byHand == true ? "by hand, until \(run(value))" : run(value)
            lines.append(terminal.styled("before  \(Self.shown(value.value)) (\(origin))", .dim))
        }
        if origin.hasEarlier { lines.append(terminal.styled("before  more: --earlier N", .dim)) }
        return lines
    }

    private func run(_ value: PropertyOrigin.Value, isFirst: Bool = true) -> String {
        let number = isFirst ? "run \(value.run)" : ""
        let commit = value.commit.map { ", commit \($0.prefix(10))" } ?? ""
        let cause = value.cause == StepCause.drift.rawValue ? ", drift" : ""
        return number + (value.at.map { ", \(Self.time($0))" } ?? "")
            + ", \(value.action) by \(value.actor)\(commit)\(cause)"
    }

    private static func shown(_ value: String?) -> String {
        value.map { $0.isEmpty ? "(empty)" : $0 } ?? "(none)"
    }

    private static func time(_ text: String) -> String {
        Timestamp(text).map(HistoryText.time) ?? text
    }

    /// A row for each value a property has or had, the newest first; then what was
    /// seen and no run gave, without a run.
    private var csv: String {
        CSVText.text(
            header: [
                "resource", "property", "current", "value", "run", "at", "actor", "commit", "action", "cause", "byHand",
                "reason", "file", "line", "field", "introducedBy", "introducedAt", "author", "seen",
            ],
            rows: document.properties.flatMap { origin in
                [current(origin)]
                    + origin.earlier.map {
                        cells(origin.property, $0, isCurrent: false) + Array(repeating: "", count: 8)
                    }
            }
                + document.seen.sorted { $0.key < $1.key }.map { name, value in
                    [document.resource, name, "true"] + Array(repeating: "", count: 15) + [value]
                })
    }

    private func current(_ origin: PropertyOrigin) -> [String] {
        cells(origin.property, origin.current, isCurrent: true) + [
            origin.reason ?? "", origin.line?.file ?? "", origin.line.map { String($0.line) } ?? "",
            origin.line?.field ?? "", origin.introduced?.commit ?? "", origin.introduced?.at ?? "",
            origin.introduced?.author ?? "", origin.seen ?? "",
        ]
    }

    private func cells(_ property: String, _ value: PropertyOrigin.Value, isCurrent: Bool) -> [String] {
        [
            document.resource, property, String(isCurrent), value.value ?? "", String(value.run), value.at ?? "",
            value.actor, value.commit ?? "", value.action, value.cause, String(value.byHand == true),
        ]
    }
}
