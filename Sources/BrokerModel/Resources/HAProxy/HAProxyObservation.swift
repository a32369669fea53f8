/// A running HAProxy.
public struct HAProxyObservation: ResourceObservation, Codable {
    public typealias Kept = Self

    public static let kind = HAProxySpecification.kind

    public var isRunning: Bool

    /// The `description` the process was started or reloaded with.
    public var configuration: String?

    /// Servers by `backend/server` with their status: `UP`, `DOWN 1/2`, `MAINT`.
    public var servers: [String: String]

    /// Whether the host bears the virtual address.
    public var hasVirtualAddress: Bool

    /// Whether the process is known to have loaded an older content of its
    /// files, a certificate for example. Nil is no, and all that older records
    /// say.
    public var isOutdated: Bool?

    /// Servers, as `backend/server`, that Isobar took out for a broker's
    /// maintenance and did not bring back yet, by the host's record.
    public var heldServers: [String]?

    /// What the configuration decides and a command on the admin socket can
    /// change, by name: `server mqtt_backend/wbroker01 weight`. Nil where it was
    /// not asked for.
    public var runtime: [String: String]?

    public init(
        isRunning: Bool,
        configuration: String? = nil,
        servers: [String: String] = [:],
        hasVirtualAddress: Bool = false,
        isOutdated: Bool? = nil,
        heldServers: [String]? = nil,
        runtime: [String: String]? = nil
    ) {
        self.isRunning = isRunning
        self.configuration = configuration
        self.servers = servers
        self.hasVirtualAddress = hasVirtualAddress
        self.isOutdated = isOutdated
        self.heldServers = heldServers
        self.runtime = runtime
    }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("running", isRunning ? 1 : 0)
        fingerprint.field("configuration", configuration)
        if isOutdated == true { fingerprint.field("outdated", 1) }
        if let runtime {
            fingerprint.field("runtime", runtime.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] })
        }
    }

    public var record: [String: String] {
        var record = ["running": String(isRunning), "virtualAddress": String(hasVirtualAddress)]
        record["configuration"] = configuration
        return record
    }
}
