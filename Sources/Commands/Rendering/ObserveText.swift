import BrokerModel
import Reconciliation
import Reports

/// A look at the hosts for a terminal: a line a host, then why some were not
/// reached, the summary last.
struct ObserveText {
    let look: ObserveDocument
    let now: Timestamp
    let terminal: Terminal

    func render() -> String {
        var table = Table(header: ["HOST", "TOOK", "SEEN", "SINCE THE LOOK BEFORE"])
        for host in look.hosts {
            table.add([
                host.name, DurationText.text(.milliseconds(Int64((host.seconds * 1000).rounded()))),
                host.reached ? String(host.resources) : "-", account(of: host),
            ])
        }
        var lines = table.lines(width: terminal.lineWidth)
        for (index, host) in look.hosts.enumerated() where !host.reached {
            lines[index + 1] = terminal.styled(lines[index + 1], .red)
        }
        lines[0] = terminal.styled(lines[0], .dim)
        lines.append("")
        for host in look.hosts where !host.reached {
            lines.append(terminal.styled("\(host.name):", .bold))
            lines += (host.message ?? "").split(separator: "\n").map { "  \($0)" }
        }
        if look.hosts.contains(where: { !$0.reached }) { lines.append("") }
        lines.append(summary)
        return lines.joined(separator: "\n") + "\n"
    }

    private func account(of host: ObserveDocument.Host) -> String {
        guard host.reached else {
            let seen = host.lastSeen.map { "last seen \(AgoText.text($0, now: now))" } ?? "never seen"
            return "not reached (\(host.code ?? "unknown")), \(seen)"
        }
        if host.isFirst { return "seen for the first time" }
        let parts = [("appeared", host.appeared), ("changed", host.changed), ("gone", host.gone)].compactMap { word, addresses in
            addresses.isEmpty
                ? nil : "\(addresses.count) \(word): \(PlanText.list(addresses.map { name(of: $0, on: host) }, limit: 3))"
        }
        return parts.isEmpty ? "nothing changed" : parts.joined(separator: "; ")
    }

    /// The address without its host, which stands at the beginning of the line.
    private func name(of address: String, on host: ObserveDocument.Host) -> String {
        address.hasPrefix(host.name + "/") ? String(address.dropFirst(host.name.count + 1)) : address
    }

    private var summary: String {
        let reached = look.hosts.filter(\.reached)
        let known = reached.filter { !$0.isFirst }
        var counts: [String] = []
        func add(_ count: Int, _ word: String) {
            if count > 0 { counts.append("\(count) \(word)") }
        }
        add(known.reduce(0) { $0 + $1.appeared.count }, "appeared")
        add(known.reduce(0) { $0 + $1.changed.count }, "changed")
        add(known.reduce(0) { $0 + $1.gone.count }, "gone")
        let first = reached.count - known.count
        add(first, first == 1 ? "host for the first time" : "hosts for the first time")
        let resources = reached.reduce(0) { $0 + $1.resources }
        let failed = look.hosts.count - reached.count
        return "\(reached.count) of \(look.hosts.count) hosts seen, \(resources) resources: "
            + (counts.isEmpty ? "nothing changed" : counts.joined(separator: ", "))
            + (failed > 0 ? "; " + terminal.styled("\(failed) not reached", .red) : "") + "."
    }
}
