import BrokerModel
import Reconciliation
import Reports

/// The fleet at a glance, for a terminal.
struct StatusText {
    let status: StatusDocument
    let terminal: Terminal

    func render() -> String {
        var lines = [terminal.styled(status.broker, .bold)]
        lines.append("  branch   \(status.commit.prefix(10)) \(status.commitSummary)")
        lines.append("  applied  \(applied)")
        if let run = status.lastRun {
            lines.append("  last run \(run.run): \(run.outcome ?? "open"), \(run.startedAt), by \(run.actor)")
        }
        lines.append("  state    \(verdict)")
        lines += status.certificates.map(certificate)
        lines.append("")
        lines += hosts
        lines.append("")
        lines += nodes
        for warning in status.warnings { lines.append(terminal.styled("warning: ", .yellow) + warning) }
        return lines.joined(separator: "\n") + "\n"
    }

    private var applied: String {
        switch status.lastAppliedCommit {
        case nil: "nothing yet"
        case status.commit?: "\(status.commit.prefix(10)), the head of the branch"
        case let commit?: "\(commit.prefix(10)), not the head of the branch"
        }
    }

    private var verdict: String {
        var parts: [String] = []
        if status.pending > 0 { parts.append(terminal.styled(CountText.text(status.pending, "step") + " pending", .yellow)) }
        if status.drift > 0 { parts.append(terminal.styled(CountText.text(status.drift, "step") + " of drift", .red)) }
        if status.conflicts > 0 { parts.append(terminal.styled(CountText.text(status.conflicts, "conflict"), .red)) }
        let unreachable = status.hosts.count { !$0.reachable }
        if unreachable > 0 { parts.append(terminal.styled(CountText.text(unreachable, "host") + " unknown", .red)) }
        return parts.isEmpty ? terminal.styled("hosts and branch are equal", .green) : parts.joined(separator: ", ")
    }

    private func certificate(_ entry: StatusDocument.CertificateEntry) -> String {
        let days =
            switch entry.daysLeft {
            case ..<0: terminal.styled("EXPIRED", .red)
            case ..<21: terminal.styled(CountText.text(entry.daysLeft, "day") + " left", .yellow)
            default: "\(entry.daysLeft) days left"
            }
        let name = entry.names.first ?? "no name"
        return "  \(entry.key) (\(name)): \(days), until \(entry.expiresAt.prefix(10))"
            + (entry.isOnHosts ? "" : "; not known to be on all its hosts")
    }

    private var hosts: [String] {
        var table = Table(header: ["HOST", "ROLE", "ADDRESS", "CONTAINERS", "STATE"])
        for host in status.hosts {
            let count = host.containers > 0 ? "\(host.containersRunning)/\(host.containers)" : "-"
            table.add([host.name, host.role.rawValue, host.address, host.reachable ? count : "?", state(of: host)])
        }
        return table.lines(width: terminal.width)
            + status.hosts.filter { !$0.reachable }.flatMap { host in
                ["", terminal.styled("\(host.name):", .red)]
                    + (host.failure ?? "unknown").split(separator: "\n").map { "  \($0)" }
            }
    }

    private func state(of host: StatusDocument.HostEntry) -> String {
        guard host.reachable else {
            let seen = host.lastSeen.map { ", last seen \($0)" } ?? ", never seen"
            return "unknown\(seen)"
        }
        var parts: [String] = []
        if let running = host.haproxyRunning { parts.append(running ? "HAProxy up" : "HAProxy DOWN") }
        if host.hasVirtualAddress == true { parts.append("has the virtual address") }
        if !host.serversNotUp.isEmpty { parts.append("\(host.serversNotUp.count) servers not up") }
        return parts.isEmpty ? "ok" : parts.joined(separator: ", ")
    }

    private var nodes: [String] {
        let lacking = status.nodes.filter { $0.running.count < $0.wanted }
        guard !lacking.isEmpty else {
            return ["\(status.nodes.count) nodes, each with all its instances running."]
        }
        var table = Table(header: ["NODE", "RUNNING", "ON", "UNKNOWN ON"])
        for node in lacking {
            table.add([
                node.centreId, "\(node.running.count)/\(node.wanted)", node.running.joined(separator: ","),
                node.unknown.joined(separator: ","),
            ])
        }
        return ["\(status.nodes.count) nodes, \(lacking.count) without all their instances:"]
            + table.lines(width: terminal.width)
    }
}
