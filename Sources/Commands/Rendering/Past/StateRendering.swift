import BrokerModel
import History
import Reconciliation
import Reports

/// What ran where at a past moment.
struct StateRendering {
    let state: FleetState

    /// How long a look was taken to tell what is there.
    let trust: Duration

    /// Also what does not run: files, directories, networks, images.
    let showsAll: Bool

    /// At most so many resources; nil is all.
    var limit: Int?

    /// Whether more was asked for than hosts: those without an answer are left
    /// out then.
    var isFiltered = false

    /// Whether looks were removed from the ledger.
    var hasPruned = false

    func render(_ format: QueryFormat, _ terminal: Terminal) -> String {
        switch format {
        case .text: text(terminal)
        case .json: JSONText.text(StateDocument(limited, trust: trust))
        case .csv: csv
        }
    }

    /// The first of all resources that there are to be.
    private var limited: FleetState {
        guard var rest = limit else { return state }
        var limited = state
        for index in limited.hosts.indices {
            let resources = limited.hosts[index].resources.prefix(rest)
            rest -= resources.count
            limited.hosts[index].resources = Array(resources)
        }
        return limited
    }

    private func text(_ terminal: Terminal) -> String {
        guard !state.hosts.isEmpty else { return "No host was ever looked at.\n" }
        var lines = ["\(terminal.styled("State at \(HistoryText.time(state.at)) UTC", .bold))"]
        for host in shown {
            let known = KnowledgeText.text(host.knowledge, hasPruned: hasPruned)
            let style: Style = KnowledgeText.isKnown(host.knowledge) ? .dim : .yellow
            lines += ["", terminal.styled(host.host.text, .bold) + "  " + terminal.styled(known, style)]
            lines += resources(of: host, terminal)
        }
        lines += endings.map { terminal.styled($0, .dim) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The hosts that have something to tell: of those whose resources are left out
    /// the last line tells.
    private var shown: [HostState] {
        zip(limited.hosts, state.hosts).filter { host, whole in
            !host.resources.isEmpty || whole.resources.isEmpty && !isFiltered
        }.map(\.0)
    }

    /// Hosts that may have had what was asked for.
    private var unknown: [HostState] {
        isFiltered ? state.hosts.filter { $0.resources.isEmpty && !KnowledgeText.isKnown($0.knowledge) } : []
    }

    private var endings: [String] {
        let all = state.hosts.reduce(0) { $0 + $1.resources.count }
        let part = limited.hosts.reduce(0) { $0 + $1.resources.count }
        var lines: [String] = []
        if isFiltered, all == 0 { lines += ["", "Nothing matches."] }
        if part < all { lines += ["", "The first \(part) of \(CountText.text(all, "resource")): --limit shows more."] }
        if !unknown.isEmpty { lines += ["", "Not known: \(unknown.map(\.host.text).joined(separator: ", "))."] }
        return lines
    }

    private func resources(of host: HostState, _ terminal: Terminal) -> [String] {
        let shown = host.resources.filter { showsAll || $0.canRun }
        var table = Table(header: ["", "RESOURCE", "STATE", "SINCE (UTC)", "RUN", "IMAGE"])
        for resource in shown {
            let record = resource.record
            table.add([
                Self.mark(resource.certainty), Self.name(resource),
                [record["state"], record["health"]].compactMap { $0 }.joined(separator: ", "),
                HistoryText.time(resource.since), resource.lastStep.map { "\($0.run)" } ?? "-", record["image"] ?? "",
            ])
        }
        var lines = shown.isEmpty ? [] : table.lines(width: terminal.lineWidth).dropFirst().map { trimmed("  " + $0) }
        for (index, resource) in shown.enumerated() where resource.certainty == .unknown {
            lines[index] = terminal.styled(lines[index], .yellow)
        }
        let left = host.resources.count - shown.count
        if left > 0 { lines.append(terminal.styled("     and \(left) more that do not run: --all shows them", .dim)) }
        if host.resources.isEmpty, KnowledgeText.isKnown(host.knowledge) {
            lines.append(terminal.styled("     nothing", .dim))
        }
        return lines
    }

    private func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }

    /// The address without its host, unless it tells another.
    private static func name(_ resource: PastResource) -> String {
        let whole = resource.address.description
        let owner = resource.isOwned ? "" : " (not Isobar's)"
        let prefix = resource.host.text + "/"
        return (whole.hasPrefix(prefix) ? String(whole.dropFirst(prefix.count)) : whole) + owner
    }

    private static func mark(_ certainty: Certainty) -> String {
        switch certainty {
        case .seen: " "
        case .held: "~"
        case .unknown: "?"
        }
    }

    private var csv: String {
        CSVText.text(
            header: [
                "at", "host", "knowledge", "seenAt", "resource", "certainty", "owned", "since", "until", "state",
                "health",
                "image", "run", "actor", "commit", "action", "outcome",
            ],
            rows: (shown + unknown).flatMap { host -> [[String]] in
                let known = KnowledgeEntry(host.knowledge)
                let first = [state.at.description, host.host.text, known.knowledge, known.seenAt ?? ""]
                // A host of which there is nothing to tell has its row, too: it is not forgotten, it is empty or not known.
                guard !host.resources.isEmpty else { return [first + Array(repeating: "", count: 13)] }
                return host.resources.map { first + Self.cells($0) }
            })
    }

    private static func cells(_ resource: PastResource) -> [String] {
        let record = resource.record
        let step = resource.lastStep
        return [
            resource.address.description, resource.certainty.rawValue, String(resource.isOwned),
            resource.since.description, resource.until?.description ?? "", record["state"] ?? "",
            record["health"] ?? "",
            record["image"] ?? "", step.map { String($0.run) } ?? "", step?.actor ?? "", step?.commit ?? "",
            step?.action ?? "", step?.outcome ?? "",
        ]
    }
}
