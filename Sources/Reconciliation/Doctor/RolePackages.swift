import BrokerModel

/// The Debian packages without which a role cannot be carried out.
enum RolePackages {
    struct Need: Sendable, Hashable {
        /// One of these is enough; the first is Debian's own.
        var alternatives: [String]

        init(_ alternatives: String...) {
            self.alternatives = alternatives
        }
    }

    static func needs(of role: HostRole) -> [Need] {
        switch role {
        case .broker: [docker]
        case .antiloop, .manage: [docker, Need("curl")]
        case .loadbalancer:
            [
                Need("haproxy"), Need("socat"), Need("pcs"), Need("corosync"), Need("pacemaker"),
                Need("pacemaker-cli-utils"), Need("resource-agents"),
            ]
        }
    }

    /// Debian's, or the engine's own publisher's.
    private static let docker = Need("docker.io", "docker-ce")
}
