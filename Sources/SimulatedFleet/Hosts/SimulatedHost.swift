import BrokerModel

/// A host in memory, as the guides prepare one: Debian, a container engine,
/// a user with sudo; HAProxy where it balances.
public struct SimulatedHost: Sendable {
    public let name: String

    /// By path.
    public var files: [String: SimulatedFile] = [:]

    /// The installed helper's script.
    public var helper: [UInt8]? { didSet { helperDigest = helper.map { Digest(of: $0) } } }

    /// Kept, because every request asks for it.
    private(set) var helperDigest: Digest?

    /// `/var/lib/isobar/managed.json`
    public var manifest: [UInt8]? { didSet { listed = ManifestLines(manifest) } }

    /// What the manifest lists.
    private(set) var listed = ManifestLines(nil)

    public var lease: (token: Int, holder: String)?

    /// By name.
    public var containers: [String: SimulatedContainer] = [:]
    public var networks: [String: SimulatedNetwork] = [:]

    /// By reference.
    public var images: [String: SimulatedImage] = [:]

    /// Versions by name.
    public var packages: [String: String] = [:]

    /// By name.
    public var accounts: [String: SimulatedAccount] = [:]

    /// Files of `/etc/sudoers.d` with a wide rule.
    public var wideSudoFiles: Set<String> = []

    /// It comes with its package.
    public var proxy: SimulatedProxy? {
        didSet { if proxy != nil { packages["haproxy"] = packages["haproxy"] ?? "1" } }
    }
    public var cluster: SimulatedCluster?

    /// When Prometheus last loaded its files by request.
    var prometheusReloadedAt: Duration?

    /// The digest of the password Isobar gave the cluster's account.
    public var clusterPassword: String?

    /// Its part in the third vote.
    var quorum = SimulatedQuorum()

    /// What its Redis node keeps on disk; nil before it first started.
    public internal(set) var redis: SimulatedRedis?

    /// How often that was lost.
    var redisLosses = 0

    /// What its member of the EMQX cluster knows; nil before it first started.
    public internal(set) var emqx: SimulatedEMQX?

    /// The members that run, as far as the one here knows.
    var emqxNodes: [String] = []

    /// What stands for the passwords of users that were set, the last one at the
    /// end.
    var emqxStamps: [SimulatedEMQX.Stamp] = []

    /// The password that EMQX's dashboard was given last.
    var emqxLogins: [String] = []

    /// The address of its only interface.
    public var address: String?

    /// Where it was last found: whoever is told to look there finds it, too.
    var reachedAt: String?

    /// Connections from here that nothing answers: `192.0.2.1 6379`. All others
    /// find that nobody listens.
    public var blockedConnections: Set<String> = []

    public var isReachable = true
    public var isEngineRunning = true
    public var isDiskFull = false

    /// Whether files are refused, by a program that repeats what it was given.
    public var repeatsFiles = false

    /// What people made that Isobar must leave alone: identifiers and paths.
    public var foreignContainers: Set<String> = []
    public var foreignFiles: Set<String> = []

    /// When something last happened to it that was not Isobar's doing.
    public var disturbedAt: Duration?

    /// Rises when the engine is restarted: streams to the one before are over.
    public var engineGeneration = 0

    /// For identifiers of what is made here.
    var lastNumber = 0

    /// Whether a container engine is installed.
    public var hasEngine: Bool { packages["docker.io"] != nil }

    /// As the guides prepare it.
    public init(name: String) {
        self.name = name
        for package in Self.knownPackages where package != "haproxy" { packages[package] = "1" }
        accounts["gb"] = SimulatedAccount(uid: 1000, gid: 1000, groups: ["docker"])
        makeSystemDirectories()
        networks["bridge"] = SimulatedNetwork(id: Self.identifier("\(name)/bridge"), name: "bridge")
        networks["host"] = SimulatedNetwork(id: Self.identifier("\(name)/host"), name: "host", driver: "host")
    }

    /// That of its interface, made of its name.
    var hardwareAddress: String {
        let digest = Array(Self.identifier(name).prefix(10))
        return "02" + stride(from: 0, to: 10, by: 2).map { ":" + String(digest[$0..<$0 + 2]) }.joined()
    }

    static let knownPackages: Set<String> = [
        "ca-certificates", "corosync", "corosync-qdevice", "corosync-qnetd", "curl", "docker.io", "haproxy", "iproute2",
        "pacemaker", "pacemaker-cli-utils", "pcs", "procps", "prometheus-node-exporter", "resource-agents", "socat",
    ]

    /// As Debian's installer leaves it: nothing of all that is there.
    public mutating func makeBare() {
        packages = [:]
        accounts = [:]
        containers = [:]
        files = [:]
        proxy = nil
        makeDirectory("/home")
        makeSystemDirectories()
    }

    private mutating func makeSystemDirectories() {
        for directory in ["/etc/sysctl.d", "/etc/apt/sources.list.d"] {
            files[directory] = .directory(owner: "root", group: "root", mode: 0o755)
        }
    }

    /// A directory and those above it.
    public mutating func makeDirectory(
        _ path: String, owner: String = "root", group: String = "root", mode: Int = 0o755
    ) {
        files[path] = .directory(owner: owner, group: group, mode: mode)
        var parent = Self.parent(of: path)
        while parent != "/", files[parent] == nil {
            files[parent] = .directory(owner: "root", group: "root", mode: 0o755)
            parent = Self.parent(of: parent)
        }
    }

    /// Paths directly in a directory.
    func children(of path: String) -> [String] {
        files.keys.filter { Self.parent(of: $0) == path }.sorted()
    }

    /// The container of a name, an identifier or the beginning of one.
    func container(_ reference: String) -> SimulatedContainer? {
        if let named = containers[reference] { return named }
        guard reference.utf8.count >= 12 else { return nil }
        return containers.values.first { $0.id.hasPrefix(reference) }
    }

    mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// 64 digits that are nobody else's.
    mutating func newIdentifier() -> String { Self.identifier("\(name)/\(nextNumber())") }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }
}
