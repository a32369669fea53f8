import BrokerModel
import DockerEngine
import Execution
import SSH
import Testing

@testable import Fleet

/// What people do by hand on a host, and that a look shows it.
@Suite("Accidents on a lab host", .serialized)
struct LabAccidentTests {
    private static let hostName = "waloop01"
    /// No other test, and no broker, has these.
    private static let name = "zz-accident"
    private static let tag = "lab/zz-accident:1"

    /// A host with one container of ours, made from a tag of the test's own.
    private struct Scene {
        let fleet: FleetHosts
        let performer: FleetPerformer
        let engine: DockerClient
        let container: Resource
        let image: Resource
        private let transport: any Transport

        init(_ lab: LabHosts, view: String) async throws {
            fleet = try lab.fleet(of: hostName, view: view)
            performer = FleetPerformer(fleet)
            engine = await (try fleet.host(try HostName(hostName).required)).link.engine()
            transport = try lab.transport(to: try lab.host(hostName))
            let reference = try ImageReference(tag).required
            container = try Self.resource(
                ContainerSpecification(
                    name: name, image: reference,
                    environment: ["CENTRE_ID": ConfidentialText(name), "REDIS_URL": "[]"],
                    network: .networks(["bridge"]), restartPolicy: .unlessStopped, stopTimeoutSeconds: 1),
                name)
            image = try Self.resource(ImageSpecification(reference: reference, supply: .registry), tag)
        }

        private static func resource<Wanted: Specification>(_ wanted: Wanted, _ name: String) throws -> Resource {
            Resource(
                address: ResourceAddress(try HostName(hostName).required, Wanted.kind, name), specification: wanted,
                source: SourcePosition(file: "nodes/x.yaml", line: 1), reason: "test")
        }

        func make() async throws {
            try await docker("tag lab/antiloop-standin:1.0.0 \(tag)")
            let failures = try await performer.carryOut([Steps.step(container, .create, StepVerb.create)])
            try #require(failures == [:])
        }

        /// What an operator types.
        func docker(_ arguments: String) async throws {
            let result = try await transport.run(RemoteCommand(["sudo", "-n", "sh", "-c", "docker \(arguments)"]))
            try #require(result.succeeded, "\(String(decoding: result.errorOutput, as: UTF8.self))")
        }

        func look() async throws -> ObservedHost {
            let name = try HostName(hostName).required
            let state = await FleetObserver(fleet).observe([name], wanted: [container, image], at: 0)
            if let failure = state.unreachable.values.first { throw failure }
            return try state.hosts[name].required
        }

        func clean() async throws {
            try await docker(
                "rm -f \(name) \(name)-other >/dev/null 2>&1; docker rmi \(tag) >/dev/null 2>&1; true")
        }

        func close() async {
            await fleet.close()
            await transport.close()
        }
    }

    private func withScene(_ body: (Scene) async throws -> Void) async throws {
        let lab = try LabHosts()
        try await lab.withView(on: Self.hostName) { view in
            let scene = try await Scene(lab, view: view)
            try await scene.clean()
            do {
                try await scene.make()
                try await body(scene)
            } catch {
                try await scene.clean()
                await scene.close()
                throw error
            }
            try await scene.clean()
            await scene.close()
        }
    }

    @Test func aRemovedContainerIsGone() async throws {
        try await withScene { scene in
            try await scene.docker("rm -f \(Self.name)")
            let seen = try await scene.look()
            #expect(seen.resources[scene.container.address] == nil)
            #expect(seen.manifest.resources.contains(scene.container.address))
        }
    }

    /// Without a label of ours the manifest says whose it is.
    @Test func oneMadeAnewByHandIsOursAndDifferent() async throws {
        try await withScene { scene in
            try await scene.docker(
                "rm -f \(Self.name) && docker run -d --name \(Self.name) -e REDIS_URL='[]' -e DEBUG=1 \(Self.tag)")
            let found = try #require(try await scene.look().resources[scene.container.address])
            let observation = try #require(found.observation as? ContainerObservation)
            #expect(found.isOwned)
            #expect(observation.environment["DEBUG"]?.readsSame(as: "1") == true)
            #expect(observation.labels[ContainerObservation.resourceLabel] == nil)
            // And it gives way.
            let replace = Steps.step(scene.container, .replace, StepVerb.replace, observation)
            #expect(try await scene.performer.carryOut([replace]) == [:])
            let after = try await scene.look().resources[scene.container.address]?.observation as? ContainerObservation
            #expect(after?.environment["DEBUG"] == nil)
            #expect(after?.state.isRunning == true)
        }
    }

    @Test func oneOfOurNamesThatIsNotInTheManifestIsForeign() async throws {
        try await withScene { scene in
            try await scene.docker("rm -f \(Self.name)")
            // The next run finds nothing and strikes it.
            #expect(await scene.performer.begin(try Steps.plan([Steps.step(scene.image, .run, "none")])) == [:])
            _ = await scene.performer.end(try Steps.plan([Steps.step(scene.image, .run, "none")]), outcomes: [:])
            try await scene.docker("run -d --name \(Self.name) \(Self.tag)")
            #expect(try await scene.look().resources[scene.container.address]?.isOwned == false)
            let create = Steps.step(scene.container, .create, StepVerb.create)
            let failure = try await scene.performer.carryOut([create])[scene.container.address]
            #expect(failure?.code == .nameTaken)
            #expect(try await scene.look().resources[scene.container.address]?.isOwned == false)
        }
    }

    @Test func aRenamedOneIsRecognisedAndRenamedBack() async throws {
        try await withScene { scene in
            let before = try await scene.look().resources[scene.container.address]?.observation as? ContainerObservation
            try await scene.docker("rename \(Self.name) \(Self.name)-other")
            let seen = try await scene.look()
            #expect(seen.resources[scene.container.address] == nil)
            let address = ResourceAddress(seen.host, ContainerSpecification.kind, "\(Self.name)-other")
            let found = try #require(seen.resources[address])
            #expect(!found.isOwned)
            let observation = try #require(found.observation as? ContainerObservation)
            #expect(observation.isRecorded(as: scene.container.address, of: try Sandbox.broker.required))
            let rename = Steps.step(scene.container, .update, StepVerb.rename)
            for _ in 1...2 { #expect(try await scene.performer.carryOut([rename]) == [:]) }
            let after = try await scene.look().resources[scene.container.address]
            #expect(after?.isOwned == true)
            let mended = after?.observation as? ContainerObservation
            #expect(mended?.id == before?.id && mended?.state.startedAt == before?.state.startedAt)
        }
    }

    @Test func aTagThatMovedIsSeen() async throws {
        try await withScene { scene in
            try await scene.docker("tag lab/antiloop-standin:1.0.1 \(Self.tag)")
            let seen = try await scene.look()
            let container = seen.resources[scene.container.address]?.observation as? ContainerObservation
            let image = seen.resources[scene.image.address]?.observation as? ImageObservation
            #expect(container?.image == Self.tag)
            #expect(container?.imageID.hasPrefix("sha256:") == true)
            #expect(image != nil && image?.id != container?.imageID)
        }
    }

    @Test func aStoppedAndADetachedOneAreSeen() async throws {
        try await withScene { scene in
            try await scene.docker("network disconnect bridge \(Self.name)")
            var seen = try await scene.look().resources[scene.container.address]?.observation as? ContainerObservation
            #expect(seen?.attachedNetworks == [])
            #expect(seen?.network == .networks(["bridge"]))
            try await scene.docker("stop \(Self.name)")
            seen = try await scene.look().resources[scene.container.address]?.observation as? ContainerObservation
            #expect(seen?.state.isRunning == false)
            #expect(seen?.state.exitCode != nil)
        }
    }
}
