/// A container on a host.
public struct ContainerSpecification: Specification {
    public static let kind = ResourceKind("container")

    public var name: String
    public var image: ImageReference

    /// The environment that is set, beyond what the image brings.
    public var environment: [String: ConfidentialText]
    public var labels: [String: String]
    public var mounts: [Mount]
    public var network: NetworkMode
    /// Names the container resolves: host name to address.
    public var extraHosts: [String: String]
    public var ports: [PortBinding]
    public var restartPolicy: RestartPolicy
    public var healthCheck: HealthCheck?
    /// Nil leaves the image's own command.
    public var command: [String]?
    /// `uid:gid`; nil leaves the image's own user.
    public var user: String?
    /// How long the container may take to end by itself, in seconds.
    public var stopTimeoutSeconds: Int
    /// How it is decided that the container does its work.
    public var probe: HealthProbe

    /// Digests of files the process reads only when it starts: a change of one
    /// of them means a new container. By path.
    public var startupFiles: [String: ConfidentialText]

    public init(
        name: String,
        image: ImageReference,
        environment: [String: ConfidentialText] = [:],
        labels: [String: String] = [:],
        mounts: [Mount] = [],
        network: NetworkMode,
        extraHosts: [String: String] = [:],
        ports: [PortBinding] = [],
        restartPolicy: RestartPolicy,
        healthCheck: HealthCheck? = nil,
        command: [String]? = nil,
        user: String? = nil,
        stopTimeoutSeconds: Int = 10,
        probe: HealthProbe = .running,
        startupFiles: [String: ConfidentialText] = [:]
    ) {
        self.name = name
        self.image = image
        self.environment = environment
        self.labels = labels
        self.mounts = mounts
        self.network = network
        self.extraHosts = extraHosts
        self.ports = ports
        self.restartPolicy = restartPolicy
        self.healthCheck = healthCheck
        self.command = command
        self.user = user
        self.stopTimeoutSeconds = stopTimeoutSeconds
        self.probe = probe
        self.startupFiles = startupFiles
    }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("name", name)
        fingerprint.field("image", image.text)
        for key in environment.keys.sorted() {
            if let value = environment[key] { fingerprint.field("env." + key, value) }
        }
        for key in labels.keys.sorted() { fingerprint.field("label." + key, labels[key]) }
        for mount in mounts.sorted(by: { $0.target < $1.target }) {
            fingerprint.field("mount", [mount.source, mount.target, mount.isReadOnly ? "ro" : "rw"])
        }
        switch network {
        case .host: fingerprint.field("network", "host")
        case .networks(let names): fingerprint.field("networks", names)
        }
        for key in extraHosts.keys.sorted() { fingerprint.field("host." + key, extraHosts[key]) }
        for port in ports.sorted(by: { $0.containerPort < $1.containerPort }) {
            fingerprint.field("port", [port.hostAddress, String(port.hostPort), String(port.containerPort)])
        }
        fingerprint.field("restart", restartPolicy.rawValue)
        if let healthCheck {
            fingerprint.field("health", healthCheck.test)
            fingerprint.field("health.interval", healthCheck.intervalSeconds)
            fingerprint.field("health.timeout", healthCheck.timeoutSeconds)
            fingerprint.field("health.retries", healthCheck.retries)
            fingerprint.field("health.start", healthCheck.startPeriodSeconds)
        }
        fingerprint.field("command", command ?? [])
        fingerprint.field("user", user)
        fingerprint.field("stop", stopTimeoutSeconds)
        for key in startupFiles.keys.sorted() {
            if let value = startupFiles[key] { fingerprint.field("file." + key, value) }
        }
    }
}
