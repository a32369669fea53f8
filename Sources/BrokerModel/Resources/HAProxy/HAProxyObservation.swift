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

    public init(
        isRunning: Bool,
        configuration: String? = nil,
        servers: [String: String] = [:],
        hasVirtualAddress: Bool = false,
        isOutdated: Bool? = nil
    ) {
        self.isRunning = isRunning
        self.configuration = configuration
        self.servers = servers
        self.hasVirtualAddress = hasVirtualAddress
        self.isOutdated = isOutdated
    }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("running", isRunning ? 1 : 0)
        fingerprint.field("configuration", configuration)
        if isOutdated == true { fingerprint.field("outdated", 1) }
    }

    public var record: [String: String] {
        var record = ["running": String(isRunning), "virtualAddress": String(hasVirtualAddress)]
        record["configuration"] = configuration
        return record
    }
}
