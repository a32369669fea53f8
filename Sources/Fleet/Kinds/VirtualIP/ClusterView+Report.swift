internal import BrokerModel

extension ClusterView {
    /// Reads what the programs answered.
    ///
    /// - Throws: when it is not what pacemaker 2.1 writes; nothing is then known.
    init(_ report: ClusterReport, bearsAddress: Bool) throws(MalformedAnswer) {
        self.init(isInstalled: report.isInstalled)
        guard report.isInstalled else { return }
        self.bearsAddress = bearsAddress
        if !report.corosync.isEmpty {
            let corosync = CorosyncConfiguration(report.corosync)
            // Without a name it is a cluster all the same.
            clusterName = corosync.clusterName ?? ""
            nodes = corosync.nodes
        }
        isEnabled = report.enablement.split(whereSeparator: \.isWhitespace) == ["enabled", "enabled"]
        isRunning = report.isRunning
        if !report.configuration.isEmpty { read(configuration: try MarkupParser.parse(report.configuration)) }
        if isRunning { read(status: try MarkupParser.parse(report.status)) }
    }

    // MARK: - Configuration

    private mutating func read(configuration: MarkupElement) {
        let resources = configuration.descendants("resources").first ?? MarkupElement(name: "resources")
        self.resources = resources.descendants("primitive").compactMap { $0["id"] }.sorted()
        readOptions(configuration)
        for primitive in resources.descendants("primitive") { read(primitive) }
        for clone in resources.all("clone") {
            guard clone.all("primitive").contains(where: { $0["id"] == "haproxy" }), let name = clone["id"] else {
                continue
            }
            settings["haproxy clone"] = name
            readHands(clone, called: name)
        }
        for node in configuration.descendants("nodes").flatMap({ $0.all("node") }) {
            for pair in Self.pairs(of: node, in: "instance_attributes") where Self.nodeHands.contains(pair.name) {
                if pair.value != "off", pair.value != "false" {
                    interventions["\(node["uname"] ?? "node") \(pair.name)"] = pair.value
                }
            }
        }
        for constraint in configuration.descendants("constraints").flatMap(\.children) { read(constraint: constraint) }
    }

    private mutating func readOptions(_ configuration: MarkupElement) {
        for set in configuration.descendants("cluster_property_set") {
            for pair in Self.pairs(of: set) {
                if ["stonith-enabled", "no-quorum-policy"].contains(pair.name) { settings[pair.name] = pair.value }
                if ["maintenance-mode", "stop-all-resources"].contains(pair.name), pair.value != "false" {
                    interventions[pair.name] = pair.value
                }
            }
        }
        for defaults in configuration.descendants("rsc_defaults") {
            for pair in Self.pairs(of: defaults, in: "meta_attributes") where pair.name == "resource-stickiness" {
                settings["resource-stickiness"] = pair.value
            }
        }
    }

    private mutating func read(_ primitive: MarkupElement) {
        guard let name = primitive["id"], Self.ours.contains(name) else { return }
        settings["\(name) agent"] = [primitive["class"], primitive["provider"], primitive["type"]]
            .compactMap { $0 }.joined(separator: ":")
        let monitors = primitive.all("operations").flatMap { $0.all("op") }.filter { $0["name"] == "monitor" }
        settings["\(name) monitor"] = monitors.map { "every \($0["interval"] ?? "?"), timeout \($0["timeout"] ?? "?")" }
            .sorted().joined(separator: "; ")
        for pair in Self.pairs(of: primitive, in: "instance_attributes") {
            settings["\(name) \(pair.name)"] = pair.value
        }
        readHands(primitive, called: name)
    }

    private mutating func readHands(_ resource: MarkupElement, called name: String) {
        for pair in Self.pairs(of: resource, in: "meta_attributes") {
            switch (pair.name, pair.value) {
            case ("is-managed", "false"), ("maintenance", "true"): interventions["\(name) \(pair.name)"] = pair.value
            case ("target-role", let role) where role != "Started": interventions["\(name) \(pair.name)"] = role
            default: continue
            }
        }
    }

    /// A location constraint is what `pcs resource move` and `ban` leave behind,
    /// unless it is the preferred balancer's.
    private mutating func read(constraint: MarkupElement) {
        let rsc = constraint["rsc"] ?? ""
        switch constraint.name {
        case "rsc_location" where rsc == "ip_gb" && constraint["id"] == "location-ip_gb-preferred":
            let (node, score) = (constraint["node"] ?? "?", constraint["score"] ?? "?")
            settings[VirtualIPSpecification.preference] = score == "50" ? node : "\(node), \(score)"
        case "rsc_location" where Self.ours.contains(rsc) || rsc == "haproxy-clone":
            interventions["constraint \(constraint["id"] ?? rsc)"] =
                [constraint["node"], constraint["score"]].compactMap { $0 }.joined(separator: " ")
        case "rsc_colocation" where rsc == "ip_gb":
            settings["ip_gb colocation"] = "with \(constraint["with-rsc"] ?? "?"), \(constraint["score"] ?? "INFINITY")"
        case "rsc_order" where constraint["then"] == "ip_gb":
            settings["ip_gb order"] = "after \(constraint["first"] ?? "?")"
        default: return
        }
    }

    private static let ours: Set<String> = ["ip_gb", "haproxy"]
    private static let nodeHands: Set<String> = ["standby", "maintenance"]

    private static func pairs(of element: MarkupElement, in set: String? = nil) -> [(name: String, value: String)] {
        let holders = set.map { element.all($0) } ?? [element]
        return holders.flatMap { $0.all("nvpair") }.compactMap { pair in
            guard let name = pair["name"], let value = pair["value"] else { return nil }
            return (name, value)
        }
    }

    // MARK: - Status

    private mutating func read(status: MarkupElement) {
        online = (status.first("nodes")?.all("node") ?? []).filter { $0["online"] == "true" }.compactMap { $0["name"] }
            .sorted()
        for resource in status.first("resources")?.descendants("resource") ?? [] where resource["id"] == "ip_gb" {
            holder = resource.first("node")?["name"]
        }
        let failed = status.first("failures")?.all("failure") ?? []
        failures = Set(
            failed.compactMap { failure in
                guard let key = failure["op_key"], let node = failure["node"] else { return nil }
                let resource = Self.ours.first { key.hasPrefix($0 + "_") }
                return resource.map { "\($0) on \(node): \(failure["exitstatus"] ?? "failed")" }
            }
        ).sorted()
    }
}
