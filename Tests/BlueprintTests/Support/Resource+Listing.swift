import BrokerModel

extension Resource {
    /// All of the resource as text, for golden files: secrets in the open,
    /// because those of the samples are none.
    var listing: String {
        var lines = [
            "==== \(address)", "why: \(reason) (\(source))",
            "after: \(dependencies.map(\.description).joined(separator: "\n       "))",
        ]
        if let redundancy { lines.append("redundancy: \(redundancy.role.rawValue) \(redundancy.set)") }
        switch specification {
        case let directory as DirectorySpecification: lines.append(directory.ownership.listing)
        case let file as FileSpecification: lines += file.listing
        case let container as ContainerSpecification: lines += container.listing
        case let haproxy as HAProxySpecification:
            lines += ["configuration: \(haproxy.configuration)"] + list("loaded", haproxy.loadedFiles)
        case let traefik as TraefikSpecification: lines += traefik.routers.map { "router: \($0)" }
        case let prometheus as PrometheusSpecification: lines += prometheus.groups.map { "group: \($0)" }
        case let image as ImageSpecification: lines.append("\(image.reference) \(image.supply.listing)")
        case let helper as HelperSpecification: lines.append("digest: \(helper.digest)")
        case let network as NetworkSpecification: lines.append("driver: \(network.driver)")
        case let package as PackageSpecification:
            lines.append("with: \(package.companions.joined(separator: " "))")
            if package.bringsEngine { lines.append("or any other engine") }
        case let account as AccountSpecification:
            lines.append("\(account.uid):\(account.gid) \(account.home) \(account.groups)")
        default: lines.append("unknown kind")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension ImageSupply {
    fileprivate var listing: String {
        switch self {
        case .registry: "pull"
        case .controller(let content): "push \(content.image.id)"
        case .nowhere: "nowhere"
        }
    }
}

private func list(_ title: String, _ texts: [String: ConfidentialText]) -> [String] {
    texts.sorted { $0.key < $1.key }.map { "\(title): \($0.key)=\($0.value.redacted)" }
}

private func list(_ title: String, _ texts: [String: String]) -> [String] {
    texts.sorted { $0.key < $1.key }.map { "\(title): \($0.key)=\($0.value)" }
}

extension FileOwnership {
    fileprivate var listing: String { "\(owner):\(group) \(modeText)" }
}

extension FileSpecification {
    fileprivate var listing: [String] {
        let notes = [check?.name, replacesPackageDefault ? "replaces package default" : nil].compactMap { $0 }
        let text = contents.withRevealed { $0.split(separator: "\n", omittingEmptySubsequences: false) }
        return [ownership.listing] + notes + text.map { "  | \($0)" }
    }
}

extension ContainerSpecification {
    fileprivate var listing: [String] {
        var lines = ["image: \(image)", "network: \(network)", "restart: \(restartPolicy.rawValue)"]
        lines.append("stop: \(stopTimeoutSeconds) s, probe: \(probe.rawValue)")
        if let command { lines.append("command: \(command)") }
        if let user { lines.append("user: \(user)") }
        if let healthCheck {
            let times = [healthCheck.intervalSeconds, healthCheck.timeoutSeconds, healthCheck.retries]
            lines.append("health: \(healthCheck.test) \(times)")
        }
        lines += mounts.map { "mount: \($0.source) -> \($0.target)\($0.isReadOnly ? " ro" : "")" }
        lines += ports.map { "port: \($0.hostAddress):\($0.hostPort) -> \($0.containerPort)" }
        return lines + list("host", extraHosts) + list("env", environment) + list("label", labels)
            + list("startup", startupFiles)
    }
}
