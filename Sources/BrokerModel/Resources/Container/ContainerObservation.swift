/// A container as the engine reports it (`GET /containers/{id}/json`).
public struct ContainerObservation: ResourceObservation {
    public static let kind = ContainerSpecification.kind

    public var id: String
    /// The reference it was created with.
    public var image: String
    /// The content id of the image it runs.
    public var imageID: String
    /// The whole environment, what the image brings included.
    public var environment: [String: ConfidentialText]
    public var labels: [String: String]
    public var mounts: [Mount]
    public var network: NetworkMode
    public var extraHosts: [String: String]
    public var ports: [PortBinding]
    public var restartPolicy: RestartPolicy?
    public var healthCheck: HealthCheck?
    public var command: [String]?
    public var user: String
    public var stopTimeoutSeconds: Int?
    public var state: ContainerState

    /// Networks the container is really attached to now, by name.
    public var attachedNetworks: [String]

    public init(
        id: String,
        image: String,
        imageID: String,
        environment: [String: ConfidentialText] = [:],
        labels: [String: String] = [:],
        mounts: [Mount] = [],
        network: NetworkMode,
        extraHosts: [String: String] = [:],
        ports: [PortBinding] = [],
        restartPolicy: RestartPolicy?,
        healthCheck: HealthCheck? = nil,
        command: [String]? = nil,
        user: String = "",
        stopTimeoutSeconds: Int? = nil,
        state: ContainerState,
        attachedNetworks: [String] = []
    ) {
        self.id = id
        self.image = image
        self.imageID = imageID
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
        self.state = state
        self.attachedNetworks = attachedNetworks
    }

    /// Identity and settings; not what changes by itself (state beyond running
    /// or not, addresses, counters).
    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("id", id)
        fingerprint.field("image", image)
        fingerprint.field("imageID", imageID)
        fingerprint.field("running", state.isRunning ? 1 : 0)
        fingerprint.field("restart", restartPolicy?.rawValue)
        fingerprint.field("attached", attachedNetworks.sorted())
    }
}
