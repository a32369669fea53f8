/// The configuration a running HAProxy has loaded.
///
/// The file is a resource of its own; this is the process. The configuration
/// carries its own digest in the `description` line (HAProxy configuration
/// manual, section 3.1), which `show info` reports.
public struct HAProxySpecification: Specification {
    public static let kind = ResourceKind("haproxy")

    /// The digest in the configuration's `description` line.
    public var configuration: String

    /// Digests of other files the process reads when it loads, by path.
    public var loadedFiles: [String: ConfidentialText]

    /// What the running process shall say of its servers and frontends, in the
    /// words of ``HAProxyObservation/runtime``. It follows from the
    /// configuration; empty where nobody compares it.
    public var runtime: [String: String]

    public init(
        configuration: String, loadedFiles: [String: ConfidentialText] = [:], runtime: [String: String] = [:]
    ) {
        self.configuration = configuration
        self.loadedFiles = loadedFiles
        self.runtime = runtime
    }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("configuration", configuration)
        for key in loadedFiles.keys.sorted() {
            if let value = loadedFiles[key] { fingerprint.field("file." + key, value) }
        }
    }
}
