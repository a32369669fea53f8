import BrokerModel

extension World {
    /// What the desired state asks for, in the shape the product renders it.
    var resources: [Resource] {
        var all: [Resource] = []
        for host in hosts { all += resources(on: host) }
        return all + (isBalancedElsewhere ? [] : rotation)
    }

    private var rotation: [Resource] {
        let balancers = hosts.filter { $0.role == .loadbalancer }.map(\.name)
        return hosts.filter { $0.role == .broker }.map { broker in
            Resource(
                address: RotationSpecification.resource(of: broker.name),
                specification: RotationSpecification(
                    broker: broker.name, balancers: balancers,
                    servers: ["mqtt/\(broker.name)", "ws/\(broker.name)"]),
                source: SourcePosition(file: "broker.yaml", line: 1), reason: "clients of \(broker.name)")
        }
    }

    private func resources(on host: Host) -> [Resource] {
        var list = HostList(host: host.name)
        list.add("helper", HelperSpecification(digest: Digest(of: "helper")))
        switch host.role {
        case .antiloop:
            addTraefik(to: &list)
            addNodes(to: &list)
            addRedis(to: &list)
        case .manage:
            addTraefik(to: &list)
            addManagementRoutes(to: &list)
        case .loadbalancer:
            addBalancer(to: &list)
        case .broker:
            addRedis(to: &list)
            list.addImage(emqxImage)
            list.add(
                "emqx",
                ContainerSpecification(name: "emqx", image: image(emqxImage), network: .host, restartPolicy: .always),
                after: [list.address(ImageSpecification.kind, emqxImage)], set: Redundancy(role: .broker, set: "emqx"))
        }
        return list.resources
    }

    private func addTraefik(to list: inout HostList) {
        list.add("traefik", NetworkSpecification(name: "traefik"))
        list.addImage("traefik:3")
        for directory in ["/home/gb/traefik", "/home/gb/traefik/dynamic", "/home/gb/compose"] {
            list.addDirectory(directory)
        }
        let file = list.addFile("/home/gb/traefik/traefik.yml", "version \(traefikVersion)\n", in: "/home/gb/traefik")
        list.add(
            "traefik",
            ContainerSpecification(
                name: "traefik", image: image("traefik:3"),
                mounts: [Mount(source: "/home/gb/traefik", target: "/etc/traefik", isReadOnly: true)],
                network: .networks(["traefik"]), restartPolicy: .always,
                startupFiles: ["/home/gb/traefik/traefik.yml": ConfidentialText(traefikVersion)]),
            after: [
                file, list.address(NetworkSpecification.kind, "traefik"),
                list.address(ImageSpecification.kind, "traefik:3"),
            ])
    }

    private func addNodes(to list: inout HostList) {
        var routes: [ResourceAddress] = []
        var routers: [String] = []
        for (node, wish) in nodes where placement.hosts[node]?.contains(list.host) == true {
            list.source = SourcePosition(file: "nodes/\(node).yaml", line: 1)
            let directory = "/home/gb/compose/\(node)"
            list.addDirectory(directory, after: ["/home/gb/compose"])
            let environment = list.addFile(
                directory + "/\(node).env", "TOPIC=\(wish.topic)\nPASSWORD=\(Secret(wish.password))\n", in: directory)
            let route = list.addFile(
                "/home/gb/traefik/dynamic/\(node).yml", "strip \(node.text)\n", in: "/home/gb/traefik/dynamic")
            list.addImage(wish.image)
            let container = list.add(
                node.text,
                ContainerSpecification(
                    name: node.text, image: image(wish.image),
                    environment: [
                        "CENTRE_ID": ConfidentialText(node.text), "MQTT_SUB_TOPIC": ConfidentialText(wish.topic),
                        "MQTT_SUB_PASSWORD": ConfidentialText(Secret(wish.password)),
                        "REDIS_URL": ConfidentialText(externalRedis ?? Self.ownRedis),
                    ],
                    labels: ["traefik.http.routers.\(node).rule": "PathPrefix(`/\(node)/`)", "io.isobar.broker": centre(999).text],
                    network: .networks(["traefik"]), restartPolicy: .unlessStopped, probe: .antiloop),
                after: [
                    list.address(ImageSpecification.kind, wish.image),
                    list.address(NetworkSpecification.kind, "traefik"),
                    environment, route,
                ],
                set: Redundancy(role: .node, set: node.text))
            routes += [route, container]
            routers.append("\(node)@docker")
        }
        list.source = SourcePosition(file: "broker.yaml", line: 1)
        list.add(
            "routes", TraefikSpecification(routers: routers),
            after: [list.address(ContainerSpecification.kind, "traefik")] + routes.sorted())
    }

    private func addManagementRoutes(to list: inout HostList) {
        var routes: [ResourceAddress] = []
        for (node, _) in nodes {
            list.source = SourcePosition(file: "nodes/\(node).yaml", line: 1)
            let servers = (placement.hosts[node] ?? []).map(\.text).joined(separator: "\n")
            routes.append(
                list.addFile(
                    "/home/gb/traefik/dynamic/\(node).yml", ConfidentialText(servers + "\n"),
                    in: "/home/gb/traefik/dynamic"))
        }
        list.source = SourcePosition(file: "broker.yaml", line: 1)
        list.addDirectory("/home/gb/prometheus")
        list.addFile("/home/gb/prometheus/mqtt.json", ConfidentialText(self.list), in: "/home/gb/prometheus")
        list.add(
            "routes", TraefikSpecification(routers: nodes.keys.map { "\($0)_metrics@file" }),
            after: [list.address(ContainerSpecification.kind, "traefik")] + routes.sorted())
    }

    /// What Prometheus scrapes: a line for each node.
    var list: String {
        let lines = nodes.keys.sorted().map { "  {\"report_by\":\"\(centre(999))\",\"job\":\"\($0)\"}" }
        return lines.isEmpty ? "[]\n" : "[\n\(lines.joined(separator: ",\n"))\n]\n"
    }

    private static let ownRedis = #"[{"host":"192.0.2.11","port":6379},{"host":"192.0.2.12","port":6379}]"#

    private func addRedis(to list: inout HostList) {
        guard externalRedis == nil else { return }
        list.addImage(redisImage)
        list.add(
            "redis",
            ContainerSpecification(name: "redis", image: image(redisImage), network: .host, restartPolicy: .always),
            after: [list.address(ImageSpecification.kind, redisImage)], set: Redundancy(role: .redis, set: "redis"))
    }

    private func addBalancer(to list: inout HostList) {
        let file = list.addFile(
            "/etc/haproxy/haproxy.cfg", "version \(balancerVersion)\n", in: nil, replacesDefault: true)
        let certificate = list.add(
            "etc/haproxy/certs/broker.pem",
            FileSpecification(
                path: path("/etc/haproxy/certs/broker.pem"), contents: ConfidentialText(certificate),
                ownership: FileOwnership(owner: "root", group: "haproxy", mode: 0o640), check: .haproxyCertificate))
        list.add(
            "haproxy",
            HAProxySpecification(
                configuration: balancerVersion,
                loadedFiles: [
                    "/etc/haproxy/haproxy.cfg": ConfidentialText(balancerVersion),
                    "/etc/haproxy/certs/broker.pem": ConfidentialText(self.certificate),
                ]),
            after: [file, certificate], set: Redundancy(role: .loadBalancer, set: "loadbalancer"))
    }
}
