import BrokerModel

/// The files of a desired state, sorted by what they are for (CONTRACT
/// section 2).
///
/// Other files may lie beside them, a README for instance. What only looks as
/// if it were meant to be read is an error: a `host.yaml` that is silently
/// ignored would be worse.
struct DirectoryLayout {
    private(set) var broker: SourceFile?
    private(set) var hosts: SourceFile?
    private(set) var versions: SourceFile?
    private(set) var nodes: [SourceFile] = []
    private(set) var secrets = SecretFiles()

    /// - Parameter refused: paths of what is there and is reported already.
    init(_ files: [SourceFile], refused: Set<String>, findings: inout Findings) {
        var seen: [String: String] = [:]
        for file in files.sorted(by: { $0.path < $1.path }) {
            if let other = seen.updateValue(file.path, forKey: file.path.lowercased()), !refused.contains(file.path) {
                findings.error(
                    "differs from \(other.quoted) in capital letters only, which not every file system can hold",
                    at: .start(of: file))
            }
            let parts = file.path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            switch parts.first {
            case "nodes" where parts.count > 1: addNode(file, parts, &findings)
            case "secrets" where parts.count > 1:
                secrets.add(file, name: parts.dropFirst().joined(separator: "/"), &findings)
            case let name? where parts.count == 1: addDocument(file, name, &findings)
            case let directory?: Self.checkDirectory(directory, file, &findings)
            case nil: break
            }
        }
        for (name, file) in [("broker.yaml", broker), ("hosts.yaml", hosts), ("versions.yaml", versions)]
        where file == nil && !refused.contains(name) {
            findings.error("the file is missing", at: SourcePosition(file: name, line: 1))
        }
        secrets.note(refused: refused)
        secrets.checkRecipients(&findings)
    }

    private mutating func addDocument(_ file: SourceFile, _ name: String, _ findings: inout Findings) {
        switch name {
        case "broker.yaml": broker = file
        case "hosts.yaml": hosts = file
        case "versions.yaml": versions = file
        default:
            guard let stem = Self.stem(name, of: [".yaml", ".yml"]),
                let meant = Suggestion.nearest(to: stem, among: ["broker", "hosts", "versions"])
            else { return }
            findings.error("this file is not read", at: .start(of: file), hint: "rename it to \(meant).yaml")
        }
    }

    private mutating func addNode(_ file: SourceFile, _ parts: [String], _ findings: inout Findings) {
        guard parts.count == 2 else {
            findings.error(
                "this file is not read", at: .start(of: file),
                hint: "the files of nodes lie directly in nodes/, without directories")
            return
        }
        guard !Self.companions.contains(parts[1]) else { return }
        guard let stem = Self.stem(parts[1], of: [".yaml"]), !stem.hasPrefix(".") else {
            let other = Self.stem(parts[1], of: [".yml"])
            findings.error(
                "in nodes/ every file is named <centre-id>.yaml", at: .start(of: file),
                hint: other.map { "rename it to nodes/\($0.excerpt).yaml" })
            return
        }
        nodes.append(file)
    }

    private static func checkDirectory(_ directory: String, _ file: SourceFile, _ findings: inout Findings) {
        guard let meant = Suggestion.nearest(to: directory, among: ["nodes", "secrets"]) else { return }
        findings.error("this file is not read", at: .start(of: file), hint: "rename the directory to \(meant)")
    }

    private static func stem(_ name: String, of endings: [String]) -> String? {
        endings.first { name.lowercased().hasSuffix($0) }.map { String(name.dropLast($0.count)) }
    }

    /// Files that may lie in a directory and are no part of the desired state.
    static let companions: Set<String> = ["README.md", ".gitkeep", ".gitignore"]
}

extension SourcePosition {
    /// The beginning of a file, its name fit to be shown.
    static func start(of file: SourceFile) -> SourcePosition {
        SourcePosition(file: file.path.excerpt(200), line: 1)
    }
}
