public import BrokerModel

/// A host of `hosts.yaml` as far as it is written: one whose key still has to be
/// found out has none.
public struct HostDraft: Sendable, Equatable {
    public var name: HostName

    /// An IPv4 or IPv6 address.
    public var address: String

    /// The port of its SSH server.
    public var port: Int
    public var role: HostRole?

    /// What stands under `hostKey`, whatever it is.
    public var hostKey: String?
}

extension HostDraft {
    /// Reads the hosts of a `hosts.yaml` that may be unfinished: only names and
    /// addresses must be right. All else is for `isobar validate` to tell.
    ///
    /// - Returns: the hosts in the file's order, and the errors, of which one is
    ///   enough to make the hosts nil.
    public static func read(_ file: SourceFile) -> (hosts: [HostDraft]?, diagnostics: [Diagnostic]) {
        var findings = Findings()
        guard let document = YAMLDocument(file: file.path, bytes: file.bytes, findings: &findings) else {
            return (nil, findings.diagnostics.sorted())
        }
        let common = port(in: document.root["ssh"]) ?? HostAccess().port
        var hosts: [HostDraft] = []
        if case .mapping(let entries)? = document.root["hosts"]?.content {
            for entry in entries {
                if let host = draft(entry, port: common, &findings) { hosts.append(host) }
            }
        } else {
            findings.error("expected a mapping \"hosts\"", at: document.root)
        }
        return (findings.errorCount == 0 ? hosts : nil, findings.diagnostics.sorted())
    }

    private static func draft(_ entry: YAMLNode.Entry, port common: Int, _ findings: inout Findings) -> HostDraft? {
        let name: HostName
        do throws(Refusal) {
            name = try HostName.checked(entry.key)
        } catch {
            findings.error(error.message, at: entry.keyPosition, hint: error.hint)
            return nil
        }
        guard let address = entry.value["address"] else {
            findings.error("the key \"address\" is missing", at: entry.value)
            return nil
        }
        return Shape<String>.address.read(address, &findings).map { address in
            HostDraft(
                name: name, address: address, port: port(in: entry.value) ?? common,
                role: text(entry.value["role"]).flatMap { HostRole(rawValue: $0) },
                hostKey: text(entry.value["hostKey"]))
        }
    }

    private static func port(in node: YAMLNode?) -> Int? {
        text(node?["port"]).flatMap { Int($0) }.flatMap { (1...65535).contains($0) ? $0 : nil }
    }

    /// Nil for what is no single value, or none at all.
    private static func text(_ node: YAMLNode?) -> String? {
        guard let node, !node.isMissing, case .scalar(let text, _) = node.content else { return nil }
        return text
    }
}
