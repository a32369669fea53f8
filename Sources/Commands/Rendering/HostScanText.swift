import Reconciliation

/// Host keys for a terminal: what was found, then the lines to paste.
struct HostScanText {
    let scan: HostScanDocument
    let terminal: Terminal

    func render() -> String {
        var lines = scan.hosts.flatMap(account)
        let fresh = scan.hosts.filter { $0.verdict == .notPinned || $0.verdict == .differs }
        if !fresh.isEmpty {
            lines += [
                "",
                "For hosts.yaml, once every fingerprint above has been compared with what the host's own console shows",
                "(ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub):", "",
            ]
            lines += fresh.compactMap(line)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func account(_ host: HostScanDocument.Host) -> [String] {
        let name = (host.name.map { "\($0) (\(place(host)))" } ?? place(host))
        let presented = host.presented.map { "\($0.fingerprint) (\(kind($0)))" } ?? ""
        switch host.verdict {
        case .pinned:
            return ["\(terminal.styled("✓", .green)) \(name): \(presented), as pinned"]
        case .notPinned:
            return ["\(terminal.styled("!", .yellow)) \(name): \(presented), not pinned"]
        case .differs:
            return [
                "\(terminal.styled("✗", .red)) \(name): \(terminal.styled("another key than the pinned one", .red))",
                "    presented \(presented)",
                "    pinned    " + (host.pinned.map { "\($0.fingerprint) (\(kind($0)))" } ?? ""),
                "    was the host installed anew? else somebody may be answering in its place",
            ]
        case .unreached:
            let words = (host.message ?? "").split(separator: "\n").map { "    \($0.drop { $0 == " " })" }
            return ["\(terminal.styled("✗", .red)) \(name): no key"] + words
        }
    }

    private func line(_ host: HostScanDocument.Host) -> String? {
        host.presented.map { key in
            "  \(host.name ?? "NAME"): {role: \(host.role ?? "ROLE"), address: \(host.address), hostKey: \"\(key.key)\"}"
        }
    }

    private func kind(_ key: HostScanDocument.Key) -> Substring { key.key.prefix { $0 != " " } }

    private func place(_ host: HostScanDocument.Host) -> String {
        host.address.contains(":") ? "[\(host.address)]:\(host.port)" : "\(host.address):\(host.port)"
    }
}
