/// Something a controller changed on a simulated host.
public struct Effect: Sendable {
    public enum Action: String, Sendable {
        /// A file or directory was made or written.
        case write
        case remove
        case create, start, stop, rename, update, connect
        case pull
        case load
        case install
        case manifest
        case lease
        /// A foreign file was moved to where nobody reads it.
        case setAside
        /// A server of HAProxy was taken back into service.
        case ready
        /// A broker's servers were taken out of service, or its sessions ended.
        case drain
        /// A broker's servers came back into service.
        case join
        /// HAProxy shows new clients another certificate.
        case renew
        /// The cluster of the load balancers was made, or given its settings.
        case cluster
        /// A node of the Redis cluster was told something that it did.
        case redis
        /// A member of the EMQX cluster was told something that was not so yet.
        case emqx
        /// An account was made or given what it lacked.
        case account
        /// A wide sudo rule was taken away.
        case sudo
    }

    public var host: String

    /// The resource it happened to, `KIND/NAME` as in resource addresses; nil
    /// for the records Isobar keeps for itself.
    public var resource: String?
    public var action: Action

    /// Whether everything was so already.
    public var isNeedless = false

    /// What stood there before.
    public var file: SimulatedFile?
    public var container: SimulatedContainer?

    /// How often the controller had been started when it sent this.
    public var controller = 0

    public init(_ action: Action, _ resource: String?, on host: String) {
        self.action = action
        self.resource = resource
        self.host = host
    }
}
