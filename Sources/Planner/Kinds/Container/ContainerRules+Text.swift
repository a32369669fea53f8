import BrokerModel

/// How settings of a container read in a plan.
extension ContainerRules {
    static func lines(_ hosts: [String: String]) -> String {
        hosts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
    }

    static func lines(_ ports: [PortBinding]) -> String {
        ports.map { port in
            let address = port.hostAddress.isEmpty ? "" : port.hostAddress + ":"
            return "\(address)\(port.hostPort):\(port.containerPort)"
        }.sorted().joined(separator: ", ")
    }

    static func lines(_ mounts: [Mount]) -> String {
        mounts.map { "\($0.source):\($0.target)\($0.isReadOnly ? ":ro" : "")" }.sorted().joined(separator: ", ")
    }

    static func text(_ network: NetworkMode) -> String {
        switch network {
        case .host: "host"
        case .networks(let names): names.joined(separator: ", ")
        }
    }

    static func text(_ check: HealthCheck) -> String {
        "\(check.test.joined(separator: " ")) every \(check.intervalSeconds) s, timeout \(check.timeoutSeconds) s, "
            + "\(check.retries) retries, start period \(check.startPeriodSeconds) s"
    }
}
