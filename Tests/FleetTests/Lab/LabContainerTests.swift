import BrokerModel
import DockerEngine
import Execution
import Foundation
import SSH
import Testing

@testable import Fleet

/// Containers on a real engine, through the helper and over SSH.
@Suite("Containers on a lab host", .serialized)
struct LabContainerTests {
    private static let hostName = "waloop03"
    /// No other test, and no broker, has these.
    private static let name = "zz-fleet-test"
    private static let network = "zz-fleet-test"

    /// An antiloop instance that reaches nobody: it runs, answers, and is not
    /// connected.
    private static func specification(_ password: String = "pass word #1") throws -> ContainerSpecification {
        ContainerSpecification(
            name: name, image: try ImageReference("lab/antiloop-standin:1.0.0").required,
            environment: [
                "CENTRE_ID": ConfidentialText(name), "GB_ID": "zz-test", "WHOAMI": "test",
                "MQTT_SUB_BROKER": "mqtt://127.0.0.1:1", "MQTT_PUB_BROKER": "mqtt://127.0.0.1:1",
                "MQTT_SUB_PASSWORD": ConfidentialText(Secret(password)), "REDIS_URL": "[]",
                "JSON": #"{"a": "b # $HOME 'c'"}"#,
            ],
            labels: ["test.label": "x=y, z"], network: .networks([network]),
            extraHosts: ["wbroker01": "192.0.2.1"], restartPolicy: .unlessStopped, stopTimeoutSeconds: 5,
            probe: .antiloop, startupFiles: ["/x": "1"])
    }

    private static func container(_ specification: ContainerSpecification) throws -> Resource {
        Resource(
            address: try address(.container), specification: specification,
            source: SourcePosition(file: "nodes/x.yaml", line: 1), reason: "test")
    }

    private static func networkResource() throws -> Resource {
        Resource(
            address: try address(.network), specification: NetworkSpecification(name: network),
            source: SourcePosition(file: "nodes/x.yaml", line: 1), reason: "test")
    }

    private enum Thing { case container, network }

    private static func address(_ thing: Thing) throws -> ResourceAddress {
        let host = try HostName(hostName).required
        return switch thing {
        case .container: ResourceAddress(host, ContainerSpecification.kind, name)
        case .network: ResourceAddress(host, NetworkSpecification.kind, network)
        }
    }

    private func withFleet(_ body: (LabHosts, FleetHosts, String) async throws -> Void) async throws {
        let lab = try LabHosts()
        try await lab.withView(on: Self.hostName) { view in
            let fleet = try lab.fleet(of: Self.hostName, view: view)
            let engine = await (try fleet.host(try HostName(Self.hostName).required)).link.engine()
            func clean() async throws {
                _ = try await engine.removeContainer(Self.name, force: true)
                _ = try await engine.removeNetwork(Self.network)
            }
            try await clean()
            do {
                try await body(lab, fleet, view)
            } catch {
                try await clean()
                await fleet.close()
                throw error
            }
            try await clean()
            await fleet.close()
        }
    }

    private func state(_ fleet: FleetHosts, _ wanted: [Resource]) async throws -> ObservedState {
        let state = await FleetObserver(fleet).observe([try HostName(Self.hostName).required], wanted: wanted, at: 0)
        if let failure = state.unreachable.values.first { throw failure }
        return state
    }

    private func observation(_ fleet: FleetHosts, _ wanted: [Resource]) async throws -> ContainerObservation {
        let state = try await state(fleet, wanted)
        let resource = try #require(state.resource(try Self.address(.container)))
        #expect(resource.isOwned)
        return try #require(resource.observation as? ContainerObservation)
    }

    @Test func aContainerLivesItsLife() async throws {
        try await withFleet { _, fleet, _ in
            let performer = FleetPerformer(fleet)
            let wanted = try Self.specification()
            let container = try Self.container(wanted)
            let network = try Self.networkResource()
            let create = Steps.step(container, .create, StepVerb.create)
            let makeNetwork = Steps.step(network, .create, StepVerb.create)
            // Twice: what took effect is not made again.
            for _ in 1...2 { #expect(try await performer.carryOut([makeNetwork, create]) == [:]) }

            var seen = try await observation(fleet, [network, container])
            #expect(seen.state.isRunning)
            for (name, value) in wanted.environment {
                #expect(seen.environment[name]?.readsSame(as: value) == true, "\(name)")
            }
            #expect(seen.environment["MQTT_SUB_PASSWORD"]?.redacted == Secret.placeholder)
            #expect(seen.network == .networks([Self.network]))
            #expect(seen.extraHosts == wanted.extraHosts)
            #expect(seen.restartPolicy == .unlessStopped)
            #expect(seen.stopTimeoutSeconds == 5)
            #expect(seen.labels["test.label"] == "x=y, z")
            #expect(seen.labels[ContainerSpecification.startupLabel] == wanted.startupFingerprint)
            #expect(seen.labels.values.allSatisfy { !$0.contains("pass word") })
            let first = seen

            try await waitUntilHealthy(performer)
            let health = try #require(await performer.health(of: [container.address])[container.address])
            #expect(health.isRunning && health.isConnected == false && health.isPrimary != nil)
            #expect(health.counters["messages_received_total"] == 0)

            let replace = Steps.step(
                try Self.container(try Self.specification("two")), .replace, StepVerb.replace, seen)
            #expect(try await performer.carryOut([replace]) == [:])
            seen = try await observation(fleet, [container])
            #expect(seen.id != first.id && seen.state.isRunning)
            #expect(seen.environment["MQTT_SUB_PASSWORD"]?.readsSame(as: "two") == true)

            // The plan was about the first container.
            let stale = Steps.step(container, .delete, StepVerb.remove, first)
            #expect(try await performer.carryOut([stale])[container.address]?.code == .planStale)

            var always = wanted
            always.restartPolicy = .always
            let update = Steps.step(try Self.container(always), .update, StepVerb.update, seen)
            #expect(try await performer.carryOut([update]) == [:])
            let updated = try await observation(fleet, [container])
            #expect(updated.id == seen.id && updated.restartPolicy == .always)

            let remove = Steps.step(container, .delete, StepVerb.remove, seen)
            let removeNetwork = Steps.step(network, .delete, StepVerb.remove)
            for _ in 1...2 { #expect(try await performer.carryOut([remove, removeNetwork]) == [:]) }
        }
    }

    @Test func aStoppedContainerIsStartedAndConnected() async throws {
        try await withFleet { _, fleet, _ in
            let performer = FleetPerformer(fleet)
            let container = try Self.container(try Self.specification())
            let network = try Self.networkResource()
            try await performer.carryOut([
                Steps.step(network, .create, StepVerb.create), Steps.step(container, .create, StepVerb.create),
            ])
            let engine = await (try fleet.host(try HostName(Self.hostName).required)).link.engine()
            try await engine.disconnect(Self.name, from: Self.network)
            let detached = try await observation(fleet, [container])
            #expect(detached.attachedNetworks.isEmpty)
            #expect(
                try await performer.carryOut([Steps.step(container, .run, StepVerb.connect, detached)]) == [:])
            try await engine.stopContainer(Self.name, timeout: .seconds(1))
            let stopped = try await observation(fleet, [container])
            #expect(!stopped.state.isRunning && stopped.attachedNetworks == [Self.network])
            #expect(await performer.health(of: [container.address])[container.address]?.isRunning == false)
            #expect(try await performer.carryOut([Steps.step(container, .run, StepVerb.start, stopped)]) == [:])
            #expect(try await observation(fleet, [container]).state.isRunning)
        }
    }

    @Test func withoutItsImageNothingIsReplaced() async throws {
        try await withFleet { _, fleet, _ in
            let performer = FleetPerformer(fleet)
            var specification = try Self.specification()
            let container = try Self.container(specification)
            try await performer.carryOut([
                Steps.step(try Self.networkResource(), .create, StepVerb.create),
                Steps.step(container, .create, StepVerb.create),
            ])
            let seen = try await observation(fleet, [container])
            specification.image = try ImageReference("lab/antiloop-standin:no-such-tag").required
            let replace = Steps.step(try Self.container(specification), .replace, StepVerb.replace, seen)
            #expect(try await performer.carryOut([replace])[container.address]?.code == .imageMissing)
            let after = try await observation(fleet, [container])
            #expect(after.id == seen.id && after.state.isRunning)
        }
    }

    /// The engine starts no container on a port that is taken: the old one goes
    /// on, and nothing is left of the attempt.
    @Test func aSuccessorThatDoesNotStartBringsTheOldOneBack() async throws {
        try await withFleet { _, fleet, _ in
            let performer = FleetPerformer(fleet)
            var specification = try Self.specification()
            let container = try Self.container(specification)
            try await performer.carryOut([
                Steps.step(try Self.networkResource(), .create, StepVerb.create),
                Steps.step(container, .create, StepVerb.create),
            ])
            let seen = try await observation(fleet, [container])
            // sshd has it.
            specification.ports = [PortBinding(hostAddress: "0.0.0.0", hostPort: 22, containerPort: 1880)]
            let taken = Steps.step(try Self.container(specification), .replace, StepVerb.replace, seen)
            specification.ports = []
            specification.network = .networks([Self.network, "zz-no-such-network"])
            let nowhere = Steps.step(try Self.container(specification), .replace, StepVerb.replace, seen)
            let engine = await (try fleet.host(try HostName(Self.hostName).required)).link.engine()
            for step in [taken, nowhere] {
                #expect(try await performer.carryOut([step])[container.address] != nil)
                let after = try await observation(fleet, [container])
                #expect(after.id == seen.id && after.state.isRunning)
                #expect(try await engine.containers(all: true).flatMap(\.names).filter { $0.contains("isobar-") } == [])
            }
            // What one that was killed left behind is ours, and in nobody's way.
            try await engine.renameContainer(seen.id, to: Self.name + InterimName.old)
            let left = try await state(fleet, [container])
            let address = ResourceAddress(
                try HostName(Self.hostName).required, ContainerSpecification.kind, Self.name + InterimName.old)
            #expect(left.resource(address)?.isOwned == true)
            #expect(try await performer.carryOut([Steps.step(container, .create, StepVerb.create)]) == [:])
            #expect(try await observation(fleet, [container]).id != seen.id)
            #expect(try await engine.container(seen.id) == nil)
        }
    }

    /// Whoever made a network of this name, it was not us.
    @Test func aNetworkOfSomebodyElseStays() async throws {
        try await withFleet { _, fleet, _ in
            let engine = await (try fleet.host(try HostName(Self.hostName).required)).link.engine()
            try await engine.createNetwork(NetworkCreation(Self.network, driver: "bridge"))
            let network = try Self.networkResource()
            let performer = FleetPerformer(fleet)
            #expect(
                try await performer.carryOut([
                    Steps.step(network, .create, StepVerb.create), Steps.step(network, .delete, StepVerb.remove),
                ]) == [:])
            #expect(try await engine.network(Self.network) != nil)
        }
    }

    /// Whoever lost the lease loses its way to the engine, too.
    @Test func aTakeoverEndsTheEngineOfTheOther() async throws {
        try await withFleet { lab, fleet, view in
            let performer = FleetPerformer(fleet)
            let network = Steps.step(try Self.networkResource(), .create, StepVerb.create)
            #expect(await performer.begin(try Steps.plan([network])) == [:])
            _ = try await performer.perform(network)
            let other = try lab.fleet(of: Self.hostName, view: view, holder: "other")
            #expect(await FleetPerformer(other).begin(try Steps.plan([network])) == [:])
            let failure = await #expect(throws: Failure.self) { try await performer.perform(network) }
            #expect(failure?.response.contains("other") == true)
            _ = await FleetPerformer(other).end(try Steps.plan([network]), outcomes: [:])
            await other.close()
            _ = await performer.end(try Steps.plan([network]), outcomes: [:])
        }
    }

    @Test func theHelperIsInstalledAndUsed() async throws {
        try await withFleet { lab, fleet, view in
            let helper = Resource(
                address: ResourceAddress(try HostName(Self.hostName).required, HelperSpecification.kind, "isobar"),
                specification: HelperSpecification(digest: HelperScript.digest),
                source: SourcePosition(file: "hosts.yaml", line: 1), reason: "test")
            #expect(
                try await FleetPerformer(fleet).carryOut([Steps.step(helper, .create, StepVerb.install)]) == [:])
            let transport = try lab.transport(to: try lab.host(Self.hostName))
            func shell(_ text: String) async throws -> String {
                let result = try await transport.run(RemoteCommand(["sudo", "-n", "sh", "-c", text]))
                return String(decoding: result.output, as: UTF8.self)
            }
            #expect(
                try await shell(
                    "stat -c '%a %U %n' \(view)/library/isobar/* \(view)/sudoers/*; cat \(view)/sudoers/isobar")
                        == """
                        755 root \(view)/library/isobar/isobar-helper
                        440 root \(view)/sudoers/isobar
                        ansadm ALL=(root) NOPASSWD: /usr/local/lib/isobar/isobar-helper ""

                        """)
            func digest() async throws -> Digest? {
                let state = await FleetObserver(fleet).observe(
                    [try HostName(Self.hostName).required], wanted: [helper], at: 0)
                return (state.resource(helper.address)?.observation as? HelperObservation)?.digest
            }
            #expect(try await digest() == HelperScript.digest)
            // Another helper in its place is noticed, and not relied on.
            _ = try await shell("echo '# changed' >> \(view)/library/isobar/isobar-helper")
            #expect(try await digest() != HelperScript.digest)
            #expect(try await digest() != nil)
            await transport.close()
        }
    }

    private func waitUntilHealthy(_ performer: FleetPerformer) async throws {
        let address = try Self.address(.container)
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(30)
        while await performer.health(of: [address])[address]?.isHealthy != true {
            try #require(clock.now < deadline, "the container did not answer within 30 s")
            try await clock.sleep(for: .milliseconds(100))
        }
    }
}
