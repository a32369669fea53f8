import BrokerModel
import Foundation
import Testing

@testable import DockerEngine

@Suite("Models of containers")
struct ContainerModelTests {
    private func decode<Value: Decodable>(_ text: String, as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    /// What Docker 20.10.24 answers for a stand-in, shortened by fields that
    /// are not read.
    private static let inspection20 = #"""
        {"Id":"9ebf","Created":"2026-11-21T08:04:41.071252607Z","Path":"/bin/sleep","Args":["3600"],
        "State":{"Status":"running","Running":true,"OOMKilled":false,"Pid":5462,"ExitCode":0,"Error":"",
        "StartedAt":"2026-11-21T08:04:41.181676895Z","FinishedAt":"0001-01-01T00:00:00Z",
        "Health":{"Status":"unhealthy","FailingStreak":3,"Log":[]}},
        "Image":"sha256:ecce","Name":"/w1","RestartCount":2,"ExecIDs":null,
        "HostConfig":{"Binds":null,"LogConfig":{"Type":"json-file","Config":{}},"NetworkMode":"traefik",
        "PortBindings":{"1880/tcp":[{"HostIp":"127.0.0.1","HostPort":"8080"}],"53/udp":null},
        "RestartPolicy":{"Name":"on-failure","MaximumRetryCount":4},"ExtraHosts":["a:fd00::1","odd"],
        "Mounts":[{"Type":"bind","Source":"/s","Target":"/t","ReadOnly":true}],"MemorySwappiness":null},
        "Mounts":[{"Type":"bind","Source":"/s","Destination":"/t","Mode":"","RW":false,"Propagation":"rprivate"},
        {"Type":"volume","Name":"v","Source":"/var/lib/docker/volumes/v/_data","Destination":"/v","RW":true}],
        "Config":{"Hostname":"vm","User":"1000:1000","Env":["A=1","B=x=y","C"],"Cmd":["/bin/sleep","3600"],
        "Healthcheck":{"Test":["CMD-SHELL","true"],"Interval":5000000000},"Image":"isobar-test/busybox:1",
        "Volumes":null,"Entrypoint":null,"Labels":{"io.isobar.digest":"abc"},"StopTimeout":30,
        "ExposedPorts":{"1880/tcp":{},"8000-8010/tcp":{}}},
        "NetworkSettings":{"Bridge":"","Ports":{},"Networks":{"traefik":{"IPAMConfig":null,"Links":null,
        "Aliases":["node","9ebf"],"NetworkID":"8052","IPAddress":"172.30.0.2"}}}}
        """#

    @Test("an inspection by Docker 20.10")
    func inspection() throws {
        let container: ContainerInspection = try decode(Self.inspection20)
        #expect(container.id == "9ebf")
        #expect(container.name == "w1")
        #expect(container.imageID == "sha256:ecce")
        #expect(container.restartCount == 2)
        #expect(container.state.status == .running)
        #expect(container.state.health == .unhealthy)
        #expect(container.state.failingStreak == 3)
        #expect(container.state.startedAt == "2026-11-21T08:04:41.181676895Z")
        #expect(container.state.finishedAt == nil)
        #expect(container.state.error == nil)
        let configuration = container.configuration
        #expect(
            configuration.environment == [
                EnvironmentVariable("A", Secret("1")), EnvironmentVariable("B", Secret("x=y")),
                EnvironmentVariable("C", nil),
            ])
        #expect(configuration.command == ["/bin/sleep", "3600"])
        #expect(configuration.entrypoint == nil)
        #expect(configuration.user == "1000:1000")
        #expect(configuration.stopTimeout == .seconds(30))
        #expect(
            configuration.healthCheck
                == ContainerConfiguration.HealthCheck(test: ["CMD-SHELL", "true"], interval: .seconds(5)))
        #expect(configuration.exposedPorts == [ContainerPort(1880)])
        #expect(container.host.restartPolicy == .onFailure(maximumRetryCount: 4))
        #expect(container.host.binds.isEmpty)
        #expect(container.host.mounts == [HostConfiguration.Mount(.bind, from: "/s", to: "/t", isReadOnly: true)])
        #expect(
            container.host.portBindings == [
                ContainerPort(1880): [HostPort(8080, address: "127.0.0.1")], ContainerPort(53, .udp): [],
            ])
        #expect(container.host.extraHosts.map(\.name) == ["a", "odd"])
        #expect(container.host.extraHosts.map(\.address) == ["fd00::1", ""])
        #expect(container.mounts.map(\.target) == ["/t", "/v"])
        #expect(container.mounts.map(\.isReadOnly) == [true, false])
        #expect(container.mounts.map(\.volume) == [nil, "v"])
        #expect(container.networks["traefik"]?.aliases == ["node", "9ebf"])
        #expect(container.networks["traefik"]?.address == "172.30.0.2")
    }

    @Test(
        "fields that later engines leave out, add or null",
        arguments: [
            #"{"Id":"a","Name":"/x","State":{"Status":"created"},"Config":{}}"#,
            #"{"Id":"a","Name":"/x","State":{"Status":"created","Health":null},"Config":{"Env":null,"Labels":null,"Cmd":null},"HostConfig":null,"Mounts":null,"NetworkSettings":{"Networks":null}}"#,
            #"{"Id":"a","Name":"/x","State":{"Status":"created"},"Config":{"ExposedPorts":null},"HostConfig":{"RestartPolicy":{"Name":""}},"NetworkSettings":{"Networks":{"n":null}},"ImageManifestDescriptor":{"x":1},"Storage":{}}"#,
        ])
    func tolerance(text: String) throws {
        let container: ContainerInspection = try decode(text)
        #expect(container.state.status == .created)
        #expect(container.state.health == HealthStatus.none)
        #expect(container.configuration.labels.isEmpty)
        #expect(container.host == HostConfiguration())
        #expect(container.networks.isEmpty)
    }

    @Test(
        "what makes no sense is an error",
        arguments: [
            "{}", "[]", #"{"Id":"a","Name":"/x","State":{"Status":3},"Config":{}}"#,
            #"{"Id":"a","Name":"/x","State":{"Status":"created"},"Config":{"Env":"A=1"}}"#,
        ])
    func errors(text: String) {
        #expect(throws: DecodingError.self) { try decode(text, as: ContainerInspection.self) }
    }

    @Test("a list")
    func list() throws {
        let text = #"""
            [{"Id":"9ebf","Names":["/w1","/other/w1"],"Image":"a:1","ImageID":"sha256:ecce","Created":1795248281,
            "Ports":[],"Labels":{"k":"v"},"State":"exited","Status":"Exited (137) 2 hours ago",
            "HostConfig":{"NetworkMode":"host"},"NetworkSettings":{"Networks":{"host":{"IPAddress":""}}},"Mounts":[]}]
            """#
        let containers: [ContainerSummary] = try decode(text)
        #expect(containers.map(\.names) == [["w1", "other/w1"]])
        #expect(containers.map(\.status) == [.exited])
        #expect(containers.map(\.labels) == [["k": "v"]])
        #expect(containers.map(\.created) == [1_795_248_281])
        #expect(containers[0].networks.keys.map(\.self) == ["host"])
        #expect(containers[0].networks["host"]?.address == nil)
    }

    @Test("what is sent reads back as what was meant")
    func roundTrip() throws {
        let container: ContainerInspection = try decode(Self.inspection20)
        let configuration = try JSONDecoder().decode(
            ContainerConfiguration.self, from: JSONEncoder().encode(container.configuration))
        #expect(configuration == container.configuration)
        let host = try JSONDecoder().decode(HostConfiguration.self, from: JSONEncoder().encode(container.host))
        #expect(host.portBindings == container.host.portBindings)
        #expect(host.mounts == container.host.mounts)
    }

    @Test(
        "durations as the engine counts them",
        arguments: [
            (Duration.milliseconds(1500), 1_500_000_000 as Int64, 2 as Int64), (.zero, 0, 0),
            (.seconds(3), 3_000_000_000, 3),
            (.nanoseconds(1), 1, 1), (.seconds(Int64.max), .max, .max),
        ])
    func durations(duration: Duration, nanoseconds: Int64, seconds: Int64) {
        #expect(duration.nanoseconds == nanoseconds)
        #expect(duration.wholeSeconds == seconds)
    }
}
