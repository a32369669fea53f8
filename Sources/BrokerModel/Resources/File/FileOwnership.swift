/// Who owns a file or directory and who may do what with it.
///
/// Owner and group are names as the host resolves them (`gb`, `docker`,
/// `haproxy` have no fixed numbers); a number without a name is given in
/// digits.
public struct FileOwnership: Sendable, Hashable, Codable {
    public var owner: String
    public var group: String

    /// The permission bits, as in `0o644`.
    public var mode: Int

    public init(owner: String, group: String, mode: Int) {
        self.owner = owner
        self.group = group
        self.mode = mode
    }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("owner", owner)
        fingerprint.field("group", group)
        fingerprint.field("mode", mode)
    }

    /// The mode as a plan shows it: `0644`.
    public var modeText: String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// The properties in printable form.
    public var record: [String: String] {
        ["owner": owner, "group": group, "mode": modeText]
    }
}
