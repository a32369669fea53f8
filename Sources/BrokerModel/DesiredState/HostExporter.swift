/// Where the hosts' own numbers come from: the node exporter, on port 9100 of
/// each host.
public enum HostExporter: String, Sendable, Hashable, CaseIterable, Codable {
    /// Debian's package, installed like the others a role needs.
    case package
    /// Something else serves them there; it is scraped only.
    case external
    /// Nothing does.
    case nobody = "none"
}
