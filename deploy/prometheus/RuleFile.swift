/// A file of recording and alerting rules (Prometheus documentation, "Defining
/// recording rules"), embedded in the program.
public struct RuleFile: Sendable {
    public let text: String

    /// The names of its groups, as Prometheus reports them once it has loaded
    /// them.
    public let groups: [String]

    /// The rules of `isobar.rules.yml`.
    public static let isobar = RuleFile(bytes: PackageResources.isobar_rules_yml)

    /// Every group begins with its name, on a line of its own.
    private init(bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let beginning = "  - name: "
        self.text = text
        groups = text.split(separator: "\n").filter { $0.hasPrefix(beginning) }.map {
            String($0.dropFirst(beginning.count))
        }
    }
}
