import BrokerModel
import Testing

@testable import DockerEngine

@Suite("Docker client, requests", .timeLimit(.minutes(1)))
struct DockerClientRequestTests {
    typealias Call = @Sendable (DockerClient) async throws -> Void

    private static let calls: [(name: String, line: String, status: Int, call: Call)] = [
        (
            "list", "GET /v1.41/containers/json?all=0&filters=%7B%22label%22%3A%5B%22io.isobar.broker%3Dx%22%5D%7D",
            200,
            { _ = try await $0.containers(all: false, labels: ["io.isobar.broker=x"]) }
        ),
        ("ids", "GET /v1.41/containers/json?all=1", 200, { _ = try await $0.containerIDs() }),
        ("start", "POST /v1.41/containers/x/start", 204, { try await $0.startContainer("x") }),
        (
            "stop", "POST /v1.41/containers/x/stop?t=7", 204,
            { try await $0.stopContainer("x", timeout: .milliseconds(6500)) }
        ),
        ("stop, own time", "POST /v1.41/containers/x/stop", 204, { try await $0.stopContainer("x") }),
        (
            "restart", "POST /v1.41/containers/x/restart?t=3", 204,
            { try await $0.restartContainer("x", timeout: .seconds(3)) }
        ),
        (
            "remove", "DELETE /v1.41/containers/x?force=1&v=1", 204,
            { try await $0.removeContainer("x", force: true, volumes: true) }
        ),
        (
            "rename", "POST /v1.41/containers/x/rename?name=x.old", 204,
            { try await $0.renameContainer("x", to: "x.old") }
        ),
        (
            "remove image", "DELETE /v1.41/images/golfvert/wis2gb%3A2.0.6?force=0", 200,
            { try await $0.removeImage("golfvert/wis2gb:2.0.6") }
        ),
        ("remove network", "DELETE /v1.41/networks/traefik", 204, { try await $0.removeNetwork("traefik") }),
    ]

    @Test("each call asks for what it says", arguments: calls.indices)
    func line(index: Int) async throws {
        let (name, line, status, call) = Self.calls[index]
        let engine = ScriptedEngine { _, _ in .json(status, "[]") }
        try await call(engine.client())
        #expect(engine.lines == [line], "\(name)")
    }

    @Test("what is already so is no failure")
    func already() async throws {
        let client = ScriptedEngine { request, _ in
            request.method == "DELETE" || request.method == "GET"
                ? .json(404, #"{"message":"No such container: x"}"#) : .json(304, "")
        }.client()
        #expect(try await client.startContainer("x") == false)
        #expect(try await client.stopContainer("x") == false)
        #expect(try await client.removeContainer("x") == false)
        #expect(try await client.removeImage("x") == false)
        #expect(try await client.removeNetwork("x") == false)
        #expect(try await client.container("x") == nil)
        #expect(try await client.image("x") == nil)
        #expect(try await client.network("x") == nil)
    }

    @Test("the body of a creation")
    func creation() async throws {
        let engine = ScriptedEngine { _, _ in .json(201, #"{"Id":"abc","Warnings":["old"]}"#) }
        var configuration = ContainerConfiguration(image: "golfvert/wis2gb:2.0.6")
        configuration.environment = [
            try #require(EnvironmentVariable("MQTT_PASSWORD", Secret("a=b\"c"))),
            try #require(EnvironmentVariable("UNSET", nil)),
        ]
        configuration.labels = ["io.isobar.digest": "1:ab"]
        configuration.command = ["/bin/run"]
        configuration.user = "1000:1000"
        configuration.stopTimeout = .milliseconds(1500)
        configuration.healthCheck = ContainerConfiguration.HealthCheck(
            test: ["CMD", "true"], interval: .seconds(5), retries: 2)
        configuration.exposedPorts = [ContainerPort(1880)]
        var host = HostConfiguration()
        host.networkMode = "traefik"
        host.restartPolicy = .unlessStopped
        host.mounts = [HostConfiguration.Mount(.bind, from: "/home/gb/x", to: "/x", isReadOnly: true)]
        host.extraHosts = [try #require(ExtraHost("waloop01", "fd00::1"))]
        host.portBindings = [ContainerPort(1880): [HostPort(8080, address: "127.0.0.1")]]
        host.logging = LogConfiguration(driver: "json-file", options: ["max-size": "10m"])
        let creation = ContainerCreation(configuration, on: host, endpoint: EndpointSettings(aliases: ["node"]))
        let created = try await engine.client().createContainer("ca-eccc-msc", creation)
        #expect(created == CreatedContainer(id: "abc", warnings: ["old"]))
        #expect(engine.lines == ["POST /v1.41/containers/create?name=ca-eccc-msc"])
        let expected = [
            #"{"Cmd":["/bin/run"],"Env":["MQTT_PASSWORD=a=b\"c","UNSET"],"ExposedPorts":{"1880/tcp":{}},"#,
            #""Healthcheck":{"Interval":5000000000,"Retries":2,"StartPeriod":0,"Test":["CMD","true"],"Timeout":0},"#,
            #""HostConfig":{"Binds":[],"ExtraHosts":["waloop01:fd00::1"],"#,
            #""LogConfig":{"Config":{"max-size":"10m"},"Type":"json-file"},"#,
            #""Mounts":[{"ReadOnly":true,"Source":"/home/gb/x","Target":"/x","Type":"bind"}],"NetworkMode":"traefik","#,
            #""PortBindings":{"1880/tcp":[{"HostIp":"127.0.0.1","HostPort":"8080"}]},"#,
            #""RestartPolicy":{"MaximumRetryCount":0,"Name":"unless-stopped"}},"Image":"golfvert/wis2gb:2.0.6","#,
            #""Labels":{"io.isobar.digest":"1:ab"},"NetworkingConfig":{"EndpointsConfig":{"traefik":{"Aliases":["node"]}}},"#,
            #""StopTimeout":2,"User":"1000:1000"}"#,
        ].joined()
        #expect(engine.requests.first?.body == expected)
    }

    @Test("values of the environment do not print")
    func secrets() throws {
        let variable = try #require(EnvironmentVariable("PASSWORD", Secret("hunter2")))
        var configuration = ContainerConfiguration(image: "a")
        configuration.environment = [variable]
        #expect(!"\(configuration)".contains("hunter2"))
        var text = ""
        dump(configuration, to: &text)
        #expect(!text.contains("hunter2"))
        #expect(text.contains("PASSWORD"))
    }

    @Test("what is no variable", arguments: [("", "x"), ("A=B", "x"), ("A\u{0}", "x"), ("A", "x\u{0}")])
    func noVariable(name: String, value: String) {
        #expect(EnvironmentVariable(name, Secret(value)) == nil)
    }

    @Test("bodies of the smaller changes")
    func bodies() async throws {
        let engine = ScriptedEngine { request, _ in
            .json(request.target.hasSuffix("create") ? 201 : 200, #"{"Id":"n"}"#)
        }
        let client = engine.client()
        try await client.updateContainer("x", restartPolicy: .always)
        var network = NetworkCreation("traefik")
        network.addressPools = [AddressPool(subnet: "172.30.0.0/24")]
        #expect(try await client.createNetwork(network) == "n")
        try await client.connect("x", to: "traefik", as: EndpointSettings(aliases: ["y"]))
        try await client.disconnect("x", from: "traefik", force: true)
        #expect(
            engine.requests.map(\.body) == [
                #"{"RestartPolicy":{"MaximumRetryCount":0,"Name":"always"}}"#,
                #"{"CheckDuplicate":true,"Driver":"bridge","IPAM":{"Config":[{"Subnet":"172.30.0.0/24"}]},"#
                    + #""Internal":false,"Labels":{},"Name":"traefik","Options":{}}"#,
                #"{"Container":"x","EndpointConfig":{"Aliases":["y"]}}"#,
                #"{"Container":"x","Force":true}"#,
            ])
    }
}
