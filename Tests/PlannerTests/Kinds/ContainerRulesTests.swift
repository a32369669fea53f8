import BrokerModel
import Planner
import Testing

/// Each setting of a container, changed alone.
@Suite struct ContainerRulesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var change: @Sendable (inout ContainerSpecification) -> Void = { _ in }
        var accident: @Sendable (inout ContainerObservation) -> Void = { _ in }
        var action: StepAction? = .replace
        var verb = StepVerb.replace
        var field: String?
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "nothing", action: nil),
        Case(name: "image", change: { $0.image = image("golfvert/wis2gb:2.0") }, field: "image"),
        Case(name: "image tag moved", accident: { $0.imageID = "sha256:other" }, field: "imageID"),
        Case(name: "variable", change: { $0.environment["TZ"] = "UTC" }, field: "env TZ"),
        Case(name: "variable gone", change: { $0.environment["MQTT_SUB_TOPIC"] = nil }, field: "env MQTT_SUB_TOPIC"),
        Case(name: "foreign variable", accident: { $0.environment["DEBUG"] = "1" }, field: "env DEBUG"),
        Case(name: "inherited variable", accident: { $0.environment["PATH"] = "/bin" }, action: nil),
        Case(name: "inherited variable lost", accident: { $0.environment["PATH"] = nil }, field: "env PATH"),
        Case(
            name: "secret", change: { $0.environment["MQTT_SUB_PASSWORD"] = ConfidentialText(Secret("new")) },
            field: "env MQTT_SUB_PASSWORD"),
        Case(
            name: "secret as it was, read as text",
            accident: { $0.environment["MQTT_SUB_PASSWORD"] = "everyone" }, action: nil),
        Case(name: "label", change: { $0.labels["a"] = "b" }, field: "label a"),
        Case(name: "label of others", accident: { $0.labels["com.docker.compose.project"] = "x" }, action: nil),
        Case(name: "own record", accident: { $0.labels["io.isobar.digest"] = "x" }, action: nil),
        Case(name: "route of others", accident: { $0.labels["traefik.x"] = "y" }, field: "label traefik.x"),
        Case(name: "mount", change: { $0.mounts = [Mount(source: "/a", target: "/b")] }, field: "mounts"),
        Case(
            name: "anonymous volume",
            accident: { $0.mounts = [Mount(source: "/var/lib/docker/volumes/ab/_data", target: "/data")] }, action: nil),
        Case(name: "network", change: { $0.network = .host }, field: "network"),
        Case(
            name: "detached", accident: { $0.attachedNetworks = [] }, action: .run, verb: StepVerb.connect,
            field: "networks"),
        Case(name: "extra host", change: { $0.extraHosts = ["a": "192.0.2.7"] }, field: "extraHosts"),
        Case(name: "port", change: { $0.ports = [PortBinding(hostPort: 80, containerPort: 80)] }, field: "ports"),
        Case(
            name: "restart policy", change: { $0.restartPolicy = .always }, action: .update, verb: StepVerb.update,
            field: "restartPolicy"),
        Case(
            name: "health check",
            change: {
                $0.healthCheck = HealthCheck(test: ["CMD", "true"], intervalSeconds: 5, timeoutSeconds: 5, retries: 3)
            },
            field: "healthCheck"),
        Case(name: "command", change: { $0.command = ["other"] }, field: "command"),
        Case(name: "command by hand", accident: { $0.command = ["other"] }, field: "command"),
        Case(name: "user", change: { $0.user = "1000:1000" }, field: "user"),
        Case(name: "stop time", change: { $0.stopTimeoutSeconds = 60 }, field: "stopTimeoutSeconds"),
        Case(name: "exited", accident: { $0.state.status = "exited" }, action: .run, verb: StepVerb.start),
        Case(name: "created", accident: { $0.state.status = "created" }, action: .run, verb: StepVerb.start),
        Case(name: "paused", accident: { $0.state.status = "paused" }, action: .run, verb: StepVerb.start),
        Case(name: "restarting", accident: { $0.state.status = "restarting" }, action: nil),
        Case(name: "dead", accident: { $0.state.status = "dead" }),
        Case(
            name: "older startup file",
            change: { $0.startupFiles = ["/a": "new"] },
            accident: { $0.labels[ContainerSpecification.startupLabel] = "1:0000" }),
        Case(name: "startup file, adopted", change: { $0.startupFiles = ["/a": "new"] }, action: nil),
        Case(
            name: "startup file, other version", change: { $0.startupFiles = ["/a": "new"] },
            accident: { $0.labels[ContainerSpecification.startupLabel] = "2:0000" }, action: nil),
    ]

    @Test(arguments: cases) func oneChange(_ example: Case) throws {
        var world = try World(nodes: 1)
        world.apply(world.plan())
        var input = world.input()
        let host = try #require(world.placement.hosts[centre(0)]?.first)
        let address = ResourceAddress(host, ContainerSpecification.kind, centre(0).text)
        try change(&input, address, example)
        let steps = Planning.plan(input).steps.filter { $0.resource == address }
        #expect(steps.map(\.action) == (example.action.map { [$0] } ?? []))
        guard let step = steps.first else { return }
        #expect(step.verb == example.verb)
        if let field = example.field { #expect(step.changes.map(\.field) == [field]) }
    }

    @Test func noSecretIsShown() throws {
        let secret = try #require(Self.cases.first { $0.name == "secret" })
        var world = try World(nodes: 1)
        world.apply(world.plan())
        var input = world.input()
        let host = try #require(world.placement.hosts[centre(0)]?.first)
        let address = ResourceAddress(host, ContainerSpecification.kind, centre(0).text)
        try change(&input, address, secret)
        // What was a secret may be observed as plain text.
        var found = try #require(input.observed.hosts[host]?.resources[address]?.observation as? ContainerObservation)
        found.environment["MQTT_SUB_PASSWORD"] = "everyone"
        found.environment["OLD_PASSWORD"] = "everyone"
        input.observed.hosts[host]?.resources[address]?.observation = found
        let step = try #require(Planning.plan(input).steps.first { $0.resource == address })
        #expect(
            step.changes == [
                FieldChange(field: "env MQTT_SUB_PASSWORD", from: "(secret)", to: "(secret, changed)"),
                FieldChange(field: "env OLD_PASSWORD", from: "(secret)", to: nil),
            ])
    }

    @Test("What a killed replacement left behind goes before the next one takes its names", arguments: InterimName.all)
    func leftovers(suffix: String) throws {
        let variable = try #require(Self.cases.first { $0.name == "variable" })
        var world = try World(nodes: 1)
        world.apply(world.plan())
        var input = world.input()
        let host = try #require(world.placement.hosts[centre(0)]?.first)
        let address = ResourceAddress(host, ContainerSpecification.kind, centre(0).text)
        try change(&input, address, variable)
        let left = ResourceAddress(host, ContainerSpecification.kind, centre(0).text + suffix)
        var found = try #require(input.observed.resource(address))
        found.address = left
        input.observed.hosts[host]?.resources[left] = found
        let steps = Planning.plan(input).steps
        let removal = try #require(steps.first { $0.resource == left })
        let replacement = try #require(steps.first { $0.resource == address })
        #expect(removal.action == .delete)
        #expect(replacement.after.contains(removal.id))
    }

    private func change(_ input: inout PlanningInput, _ address: ResourceAddress, _ example: Case) throws {
        let index = try #require(input.resources.firstIndex { $0.address == address })
        var wanted = try #require(input.resources[index].specification as? ContainerSpecification)
        example.change(&wanted)
        input.resources[index].specification = wanted
        input.resources.append(
            Resource(
                address: ResourceAddress(
                    scope: address.scope, kind: ImageSpecification.kind, name: "golfvert/wis2gb:2.0"),
                specification: ImageSpecification(reference: image("golfvert/wis2gb:2.0"), supply: .registry),
                source: input.resources[index].source, reason: "image"))
        let host = try #require(address.host)
        var found = try #require(input.observed.resource(address))
        var container = try #require(found.observation as? ContainerObservation)
        example.accident(&container)
        found.observation = container
        input.observed.hosts[host]?.resources[address] = found
    }
}
