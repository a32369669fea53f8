/// One line of the port table: who opens which ports of whom, and what for.
public struct PortRule: Sendable, Hashable {
    public enum Transport: String, Sendable, Hashable, Codable {
        case tcp
        case udp
    }

    /// Who opens a connection.
    public enum Source: Sendable, Hashable {
        /// The Internet.
        case anyone
        /// Hosts of this broker that need it.
        case hosts(Set<HostRole>)
        /// Ranges in CIDR notation.
        case ranges([String])
        /// The controller, wherever it runs.
        case controller
    }

    /// Where a connection goes.
    public enum Target: Sendable, Hashable {
        case hosts(Set<HostRole>)
        /// Hosts that are not this broker's.
        case outside
    }

    public enum Ports: Sendable, Hashable {
        case numbers([Int])
        /// The port of each host's SSH server.
        case ssh
    }

    /// What is served there: `MQTT behind the load balancer`.
    public var service: String
    public var sources: [Source]
    public var target: Target
    public var transport: Transport
    public var ports: Ports

    /// Whether the container engine publishes the port. It forwards such
    /// connections before any rule for the host's own programs sees them.
    public var isPublished: Bool

    public init(
        _ service: String, from sources: [Source], to target: Target, _ transport: Transport = .tcp, ports: Ports,
        isPublished: Bool = false
    ) {
        self.service = service
        self.sources = sources
        self.target = target
        self.transport = transport
        self.ports = ports
        self.isPublished = isPublished
    }

    /// The ports on one host.
    public func ports(of host: Host) -> [Int] {
        switch ports {
        case .numbers(let numbers): numbers
        case .ssh: [host.access.port]
        }
    }

    /// Whether hosts of a role are where the connections go.
    public func targets(_ role: HostRole) -> Bool {
        if case .hosts(let roles) = target { roles.contains(role) } else { false }
    }

    /// Whether hosts of a role need to open the connection.
    public func isNeeded(by role: HostRole) -> Bool {
        sources.contains { source in
            if case .hosts(let roles) = source { roles.contains(role) } else { false }
        }
    }

    /// Whether all who may open it are hosts of this broker, or its controller.
    public var isInternal: Bool {
        sources.allSatisfy { source in
            switch source {
            case .hosts, .controller: true
            case .anyone, .ranges: false
            }
        }
    }
}
