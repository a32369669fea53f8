import BrokerModel
import Testing

@testable import DockerEngine

extension RealEngineTests {
    /// Against a real engine, whose socket `ISOBAR_TEST_DOCKER_HOST_SOCKET` names.
    @Suite("Docker Engine, a real one", .serialized, .enabled(if: TestEngine.socket != nil), .timeLimit(.minutes(3)))
    struct DockerEngineLabTests {
        private let client = TestEngine.client()

        init() async throws {
            try await TestEngine.prepare()
        }

        @Test("it tells who it is")
        func system() async throws {
            let version = try await client.version()
            let offered = try #require(APIVersion(version.api))
            #expect(try await client.ping() == min(offered, .newest))
            #expect(version.operatingSystem == "linux")
            let info = try await client.info()
            #expect(info.version == version.version)
            #expect(info.processors > 0)
            #expect(!info.rootDirectory.isEmpty)
        }

        @Test("a container's life")
        func life() async throws {
            let name = TestEngine.name("life")
            var creation = TestEngine.creation(
                "echo out; echo error >&2; trap 'exit 3' TERM; while :; do sleep 0.05; done")
            creation.configuration.environment = [try #require(EnvironmentVariable("GREETING", Secret("a=b c")))]
            creation.configuration.user = "1000:1000"
            creation.configuration.stopTimeout = .seconds(20)
            creation.host.mounts = [
                HostConfiguration.Mount(.bind, from: "/etc/hostname", to: "/host-name", isReadOnly: true)
            ]
            creation.host.restartPolicy = .unlessStopped
            creation.host.logging = LogConfiguration(driver: "json-file", options: ["max-size": "1m"])
            let created = try await client.createContainer(name, creation)

            let before = try #require(try await client.container(name))
            #expect(before.id == created.id)
            #expect(before.name == name)
            #expect(before.state.status == .created)
            #expect(before.state.startedAt == nil)
            #expect(before.configuration.environment.contains(creation.configuration.environment[0]))
            #expect(before.configuration.command == creation.configuration.command)
            #expect(before.configuration.labels["io.isobar.test"] == TestEngine.run)
            #expect(before.configuration.user == "1000:1000")
            #expect(before.configuration.stopTimeout == .seconds(20))
            #expect(before.host.restartPolicy == .unlessStopped)
            #expect(before.host.mounts == creation.host.mounts)
            #expect(before.host.logging == creation.host.logging)
            #expect(before.mounts.map(\.target) == ["/host-name"])
            #expect(before.mounts.map(\.isReadOnly) == [true])
            #expect(before.imageID == (try await client.image(TestEngine.image))?.id)

            #expect(try await client.startContainer(name))
            #expect(try await client.startContainer(name) == false)
            let running = try #require(try await client.container(name))
            #expect(running.state.status == .running)
            #expect(running.state.startedAt != nil)

            try await client.updateContainer(name, restartPolicy: .always)
            let renamed = TestEngine.name("life.old")
            try await client.renameContainer(name, to: renamed)
            #expect(try await client.container(name) == nil)
            let changed = try #require(try await client.container(renamed))
            #expect(changed.host.restartPolicy == .always)
            #expect(changed.state.startedAt == running.state.startedAt)

            #expect(try await client.stopContainer(renamed))
            #expect(try await client.stopContainer(renamed) == false)
            let stopped = try #require(try await client.container(renamed))
            #expect(stopped.state.status == .exited)
            #expect(stopped.state.exitCode == 3)
            #expect(stopped.state.finishedAt != nil)
            let log = try await client.logs(of: renamed, last: 10)
            #expect(
                Set(log) == [
                    ContainerLogLine(source: .standardOutput, text: "out"),
                    ContainerLogLine(source: .standardError, text: "error"),
                ])
            #expect(try await client.logs(of: renamed, last: 1).count == 1)

            #expect(try await client.removeContainer(renamed))
            #expect(try await client.removeContainer(renamed) == false)
            try await TestEngine.clean()
        }

        @Test("a name that is taken, an image that is missing, a source that is not there")
        func refusals() async throws {
            let name = TestEngine.name("refused")
            _ = try await client.createContainer(name, TestEngine.creation("true"))
            let taken = try await failure { _ = try await client.createContainer(name, TestEngine.creation("true")) }
            #expect(taken.code == .nameTaken)
            #expect(taken.response.contains(name))

            let missing = try await failure {
                _ = try await client.createContainer(
                    TestEngine.name("missing"), ContainerCreation(ContainerConfiguration(image: "isobar-test/none:1")))
            }
            #expect(missing.code == .imageMissing)
            #expect(missing.response.contains("isobar-test/none:1"))

            var unbound = TestEngine.creation("true")
            unbound.host.mounts = [HostConfiguration.Mount(.bind, from: "/nonexistent", to: "/x")]
            let refused = try await failure {
                _ = try await client.createContainer(TestEngine.name("unbound"), unbound)
            }
            #expect(refused.code == .engineRefused)
            #expect(refused.response.contains("/nonexistent"))

            try await client.startContainer(name)
            var program = TestEngine.creation("true")
            program.configuration.command = ["/bin/nonexistent"]
            _ = try await client.createContainer(TestEngine.name("program"), program)
            let unstartable = try await failure { try await client.startContainer(TestEngine.name("program")) }
            #expect(unstartable.code == .engineRefused)
            #expect(unstartable.response.contains("nonexistent"))
            try await TestEngine.clean()
        }

        @Test("many containers are looked at in one go")
        func many() async throws {
            let names = (0..<70).map { TestEngine.name("many\($0)") }
            for name in names { _ = try await client.createContainer(name, TestEngine.creation("true")) }
            let listed = try await client.containers(labels: ["io.isobar.test=\(TestEngine.run)"])
            #expect(Set(listed.flatMap(\.names)) == Set(names))
            let inspected = try await client.containers(inspecting: names + [TestEngine.name("none")])
            #expect(inspected.map(\.name) == names)
            #expect(try await client.containers(all: false, labels: ["io.isobar.test=\(TestEngine.run)"]).isEmpty)
            try await TestEngine.clean()
        }

        @Test("images: another name, an archive out and in, what is no archive, an unreachable registry")
        func images() async throws {
            let original = try #require(try await client.image(TestEngine.image))
            #expect(original.tags.contains(TestEngine.image))
            let other = try #require(ImageReference("isobar-test/other:\(TestEngine.run)"))
            try await client.tagImage(TestEngine.image, as: other)
            #expect(try await client.image(other.text)?.id == original.id)
            #expect(try await client.images().contains { $0.id == original.id && $0.tags.contains(other.text) })

            let archive = try await TestEngine.save(try #require(PathComponent(slashed: other.text)))
            #expect(try await client.removeImage(other.text))
            #expect(try await client.removeImage(other.text) == false)
            #expect(try await client.image(other.text) == nil)
            #expect(try await client.loadImages(TestEngine.upload(archive)) == [other.text])
            #expect(try await client.image(other.text)?.id == original.id)
            try await client.removeImage(other.text)

            let garbage = try await failure {
                _ = try await client.loadImages(TestEngine.upload([UInt8](repeating: 0x41, count: 300_000)))
            }
            #expect(garbage.code == .engineRefused)

            let nowhere = try #require(ImageReference("127.0.0.1:9/isobar-test:1"))
            let pull = try await failure { try await client.pullImage(nowhere) }
            #expect(pull.code == .registryUnreachable)
            #expect(pull.response.contains("refused"))
        }

        @Test("networks")
        func networks() async throws {
            let name = TestEngine.name("net")
            var creation = NetworkCreation(name)
            creation.labels = ["io.isobar.test": TestEngine.run]
            creation.addressPools = [AddressPool(subnet: "10.213.77.0/24")]
            creation.isInternal = true
            let id = try await client.createNetwork(creation)
            let again = try await failure { try await client.createNetwork(creation) }
            #expect(again.code == .nameTaken)

            var container = TestEngine.creation("sleep 600")
            container.host.networkMode = name
            container.endpoint = EndpointSettings(aliases: ["node"])
            let member = TestEngine.name("member")
            let created = try await client.createContainer(member, container)
            try await client.startContainer(member)
            let network = try #require(try await client.network(name))
            #expect(network.id == id)
            #expect(network.driver == "bridge")
            #expect(network.isInternal)
            #expect(network.addressPools.first?.subnet == "10.213.77.0/24")
            #expect(network.containers == [created.id])
            let endpoint = try #require(try await client.container(member)?.networks[name])
            #expect(endpoint.aliases.contains("node"))
            #expect(endpoint.address?.hasPrefix("10.213.77.") == true)

            let used = try await failure { try await client.removeNetwork(name) }
            #expect(used.code == .engineRefused)
            try await client.disconnect(member, from: name)
            #expect(try await client.container(member)?.networks[name] == nil)
            try await client.connect(member, to: name, as: EndpointSettings(aliases: ["again"]))
            #expect(try await client.container(member)?.networks[name]?.aliases.contains("again") == true)
            try await TestEngine.clean()
            #expect(try await client.network(name) == nil)
        }

        @Test("events of what happens after the subscription, health included")
        func events() async throws {
            let name = TestEngine.name("events")
            var creation = TestEngine.creation("exec sleep 600")
            creation.configuration.healthCheck = ContainerConfiguration.HealthCheck(
                test: ["CMD", "/bin/true"], interval: .milliseconds(100), timeout: .seconds(10))
            let filter = EventFilter.containers(labels: ["io.isobar.test=\(TestEngine.run)"])
            let seen = try await client.withEvents(filter) { events in
                _ = try await client.createContainer(name, creation)
                try await client.startContainer(name)
                var seen: [EngineEvent] = []
                for try await event in events {
                    seen.append(event)
                    if event.detail == "healthy" {
                        try await client.removeContainer(name, force: true)
                    }
                    if event.action == "destroy" { break }
                }
                return seen
            }
            #expect(seen.map(\.action) == ["create", "start", "health_status", "die", "destroy"])
            #expect(seen.first { $0.action == "die" }?.attributes["exitCode"] == "137")
            #expect(seen.allSatisfy { $0.attributes["name"] == name })
            #expect(seen.map(\.time) == seen.map(\.time).sorted())
            try await TestEngine.clean()
        }

        @Test("stops side by side do not delay a look")
        func parallelStops() async throws {
            let names = (0..<3).map { TestEngine.name("stubborn\($0)") }
            for name in names {
                _ = try await client.createContainer(
                    name, TestEngine.creation("trap '' TERM; while :; do sleep 0.05; done"))
                try await client.startContainer(name)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for name in names { group.addTask { try await client.stopContainer(name, timeout: .seconds(2)) } }
                let seen = try await client.containers(inspecting: names)
                // They resist for two seconds: an answer that waited for a stop would show it.
                #expect(seen.map(\.state.status) == [.running, .running, .running])
                try await group.waitForAll()
            }
            try await TestEngine.clean()
        }

        @Test("no engine behind the socket")
        func absent() async throws {
            let client = DockerClient(host: "test engine") { try UnixSocketStream(path: "/nonexistent/docker.sock") }
            let failure = try await failure { _ = try await client.containers() }
            #expect(failure.code == .engineUnavailable)
            #expect(failure.remedy?.contains("systemctl start docker") == true)
        }
    }
}
