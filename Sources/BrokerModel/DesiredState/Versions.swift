/// The image of each component (`versions.yaml`). A component that is nil is
/// not deployed.
public struct Versions: Sendable, Equatable {
    public var antiloop: ImageReference
    public var emqx: ImageReference
    public var redis: ImageReference
    public var traefik: ImageReference
    public var prometheus: ImageReference
    public var redisExporter: ImageReference?
    public var grafana: ImageReference?
    public var portainer: ImageReference?
    public var portainerAgent: ImageReference?

    public init(
        antiloop: ImageReference,
        emqx: ImageReference,
        redis: ImageReference,
        traefik: ImageReference,
        prometheus: ImageReference,
        redisExporter: ImageReference? = nil,
        grafana: ImageReference? = nil,
        portainer: ImageReference? = nil,
        portainerAgent: ImageReference? = nil
    ) {
        self.antiloop = antiloop
        self.emqx = emqx
        self.redis = redis
        self.traefik = traefik
        self.prometheus = prometheus
        self.redisExporter = redisExporter
        self.grafana = grafana
        self.portainer = portainer
        self.portainerAgent = portainerAgent
    }
}
