import BrokerModel
import Planner
import Testing

/// One accident each on a broker that was applied as it is wanted.
@Suite struct DriftReportTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var accident: @Sendable (inout ObservedHost) -> Void
        var host = "waloop01"
        var expected: [String]
        var testDescription: String { name }
    }

    static let node = "xx-centre-0"

    static let cases: [Case] = [
        Case(name: "nothing", accident: { _ in }, expected: []),
        Case(
            name: "stopped",
            accident: container(node) { $0.state = ContainerState(status: "exited", exitCode: 137) },
            expected: ["stopped: \(node) on waloop01 is stopped (exited with 137)"]),
        Case(
            name: "paused", accident: container(node) { $0.state = ContainerState(status: "paused") },
            expected: ["stopped: \(node) on waloop01 is not running (paused)"]),
        Case(
            name: "removed", accident: { $0.resources[address("container", node)] = nil },
            expected: ["missing: \(node) on waloop01 is missing"]),
        Case(
            name: "renamed",
            accident: { host in
                guard var found = host.resources.removeValue(forKey: address("container", node)),
                    var container = found.observation as? ContainerObservation
                else { return }
                container.labels["io.isobar.resource"] = found.address.description
                container.labels["io.isobar.broker"] = centre(999).text
                found = ObservedResource(
                    address: address("container", "old"), observation: container, isOwned: false)
                host.resources[found.address] = found
            },
            expected: ["renamed: \(node) on waloop01 was renamed to old"]),
        Case(
            name: "recreated", accident: container(node) { $0.environment["DEBUG"] = "1" },
            expected: ["recreated: \(node) on waloop01 was created anew with other settings (env DEBUG)"]),
        Case(
            name: "image tag moved", accident: container(node) { $0.imageID = "sha256:other" },
            expected: ["imageMoved: \(node) on waloop01 runs an image that its tag golfvert/wis2gb:1.0 no longer names"]),
        Case(
            name: "detached", accident: container(node) { $0.attachedNetworks = [] },
            expected: ["networkDetached: \(node) on waloop01 is detached from traefik"]),
        Case(
            name: "restart policy", accident: container(node) { $0.restartPolicy = .no },
            expected: ["settingsChanged: \(node) on waloop01 has restart policy no instead of unless-stopped"]),
        Case(
            name: "foreign container of the name",
            accident: { host in
                host.resources[address("container", node)]?.isOwned = false
                host.manifest.resources.remove(address("container", node))
                container(node) { $0.environment["DEBUG"] = "1" }(&host)
            },
            expected: [
                "foreignName: \(node) on waloop01: it is not Isobar's and differs from what is wanted (env DEBUG): "
                    + "remove the container, or give it another name (docker rename), and plan again"
            ]),
        Case(
            name: "file edited", accident: file("home/gb/compose/\(node)/\(node).env") { $0.digest = Digest(of: "x") },
            expected: ["contentEdited: /home/gb/compose/\(node)/\(node).env on waloop01 was edited"]),
        Case(
            name: "file edited that is read at the start",
            accident: file("home/gb/traefik/traefik.yml") { $0.digest = Digest(of: "x") },
            expected: ["contentEdited: /home/gb/traefik/traefik.yml on waloop01 was edited"]),
        Case(
            name: "file deleted", accident: { $0.resources[address("file", "home/gb/traefik/traefik.yml")] = nil },
            expected: ["deleted: /home/gb/traefik/traefik.yml on waloop01 was deleted"]),
        Case(
            name: "mode and owner",
            accident: file("home/gb/traefik/traefik.yml") {
                $0.ownership = FileOwnership(owner: "root", group: "docker", mode: 0o600)
            },
            expected: [
                "ownerChanged: /home/gb/traefik/traefik.yml on waloop01 belongs to root:docker instead of gb:docker, "
                    + "and has mode 0600 instead of 0644"
            ]),
        Case(
            name: "a link in place of a file", accident: file("home/gb/traefik/traefik.yml") { $0.type = .symlink },
            expected: ["obstructed: /home/gb/traefik/traefik.yml on waloop01: a symbolic link stands there"]),
        Case(
            name: "image removed", accident: { $0.resources[address("image", "golfvert/wis2gb:1.0")] = nil },
            expected: ["missing: image golfvert/wis2gb:1.0 on waloop01 is missing"]),
        Case(
            name: "another configuration loaded", accident: balancer { $0.configuration = "other" }, host: "wlb01",
            expected: [
                "otherConfigurationLoaded: HAProxy on wlb01 runs with another configuration than the one that was applied"
            ]),
        Case(
            name: "older files loaded", accident: balancer { $0.isOutdated = true }, host: "wlb01",
            expected: ["otherConfigurationLoaded: HAProxy on wlb01 has loaded an older content of its files"]),
        Case(
            name: "server out of service", accident: balancer { $0.servers["brokers/wbroker01"] = "MAINT" },
            host: "wlb01",
            expected: ["inMaintenance: HAProxy on wlb01 has servers out of service by hand: brokers/wbroker01"]),
        Case(
            name: "HAProxy stopped", accident: balancer { $0.isRunning = false }, host: "wlb01",
            expected: ["stopped: HAProxy on wlb01 is stopped"]),
        Case(
            name: "balancer's file edited",
            accident: { host in
                edit(ResourceAddress("wlb01/file/etc/haproxy/haproxy.cfg"), in: &host) { (file: inout FileObservation) in
                    file.digest = Digest(of: "x")
                }
            },
            host: "wlb01", expected: ["contentEdited: /etc/haproxy/haproxy.cfg on wlb01 was edited"]),
        Case(
            name: "route not enabled",
            accident: { host in
                edit(ResourceAddress("waloop01/traefik/routes"), in: &host) { (traefik: inout TraefikObservation) in
                    traefik.routers["\(node)@docker"]?.status = "disabled"
                }
            },
            expected: ["notServing: Traefik on waloop01 does not serve \(node)@docker"]),
        Case(
            name: "left over",
            accident: { host in
                let address = address("container", "xx-centre-77")
                host.resources[address] = host.resources[Self.address("container", node)].map { found in
                    ObservedResource(address: address, observation: found.observation, isOwned: true)
                }
            },
            expected: ["leftOver: xx-centre-77 on waloop01 is there, and nothing asks for it"]),
    ]

    @Test(arguments: cases) func eachAccidentIsNamed(_ sample: Case) throws {
        var world = try applied(nodes: 1)
        let name = host(sample.host)
        var seen = try #require(world.state.hosts[name])
        sample.accident(&seen)
        world.state.hosts[name] = seen

        let lines = report(world).findings.map { "\($0.nature.rawValue): \($0.sentence)" }
        #expect(lines == sample.expected)
    }

    @Test func whatGitChangedIsNoDrift() throws {
        var world = try applied(nodes: 2)
        let lastApplied = digests(of: world)
        world.nodes[centre(0)]?.topic = "another"
        let plan = Planning.plan(world.input(lastApplied: lastApplied))
        #expect(!plan.steps.isEmpty)
        #expect(DriftReport(plan, observed: world.state).findings.isEmpty)
    }

    /// Its sibling's host cannot be reached, so that nothing is planned for it.
    @Test func whatIsNotPlannedNowIsNamedAllTheSame() throws {
        var world = try applied(nodes: 1)
        var seen = try #require(world.state.hosts[host("waloop01")])
        Self.container(Self.node) { $0.environment["DEBUG"] = "1" }(&seen)
        world.state.hosts[host("waloop01")] = seen
        world.state.unreachable[host("waloop02")] = Failure(
            .hostUnreachable, attempted: "look", on: "waloop02", response: "no answer")
        let finding = try #require(report(world).findings.first)
        #expect(finding.nature == .heldBack)
        #expect(!finding.isMendable)
        #expect(finding.resource == Self.address("container", Self.node))
    }

    @Test func changesAreShownAndWhatIsForeignIsNotMended() throws {
        var world = try applied(nodes: 1)
        var seen = try #require(world.state.hosts[host("waloop01")])
        Self.file("home/gb/traefik/traefik.yml") { $0.ownership.mode = 0o600 }(&seen)
        seen.resources[Self.address("network", "traefik")] = ObservedResource(
            address: Self.address("network", "traefik"), observation: NetworkObservation(driver: "macvlan"),
            isOwned: false)
        world.state.hosts[host("waloop01")] = seen
        let findings = report(world).findings
        #expect(findings.map(\.nature) == [.modeChanged, .foreignName])
        #expect(findings.map(\.isMendable) == [true, false])
        #expect(findings[0].changes == [FieldChange(field: "mode", from: "0600", to: "0644")])
    }

    // MARK: -

    /// A broker as it is wanted, its nodes on the first two hosts.
    private func applied(nodes: Int) throws -> World {
        var world = try World(nodes: nodes)
        for node in world.nodes.keys { world.nodes[node]?.pins = [host("waloop01"), host("waloop02")] }
        try world.place()
        world.apply(world.plan())
        return world
    }

    private func digests(of world: World) -> [ResourceAddress: Digest] {
        Dictionary(uniqueKeysWithValues: world.resources.map { ($0.address, $0.specification.digest(key: [1, 2, 3])) })
    }

    private func report(_ world: World) -> DriftReport {
        DriftReport(Planning.plan(world.input(lastApplied: digests(of: world))), observed: world.state)
    }

    // MARK: - Accidents

    private static func address(_ kind: String, _ name: String) -> ResourceAddress {
        ResourceAddress(host("waloop01"), ResourceKind(kind), name)
    }

    private static func container(
        _ name: String, _ change: @escaping @Sendable (inout ContainerObservation) -> Void
    ) -> @Sendable (inout ObservedHost) -> Void {
        { edit(address("container", name), in: &$0, change) }
    }

    private static func file(
        _ name: String, _ change: @escaping @Sendable (inout FileObservation) -> Void
    ) -> @Sendable (inout ObservedHost) -> Void {
        { edit(address("file", name), in: &$0, change) }
    }

    private static func balancer(
        _ change: @escaping @Sendable (inout HAProxyObservation) -> Void
    ) -> @Sendable (inout ObservedHost) -> Void {
        { edit(ResourceAddress("wlb01/haproxy/haproxy"), in: &$0, change) }
    }

    private static func edit<Observed: ResourceObservation>(
        _ address: ResourceAddress?, in host: inout ObservedHost, _ change: (inout Observed) -> Void
    ) {
        guard let address, var observation = host.resources[address]?.observation as? Observed else { return }
        change(&observation)
        host.resources[address]?.observation = observation
    }
}
