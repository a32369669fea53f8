import BrokerModel
import DockerEngine
import Execution
import SimulatedFleet
import Synchronization
import Testing

@testable import Fleet

/// Images streamed to simulated hosts, whose engines take archives apart as
/// Docker does.
@Suite("Streaming images to hosts", .timeLimit(.minutes(1)))
struct ImagePushTests {
    private static let base = [UInt8](repeating: 3, count: 40_000)
    private static let old = SimulatedArchive.Image(["lab/a:1"], layers: [base, Array("old".utf8)])
    private static let new = SimulatedArchive.Image(["lab/a:2"], layers: [base, [UInt8](repeating: 4, count: 9000)])

    private let archive = SimulatedArchive([old, new]).bytes
    private let names = ["waloop01", "waloop02", "waloop03"]
    private let world: SimulatedWorld
    private let fleet: FleetHosts

    init() throws {
        world = SimulatedWorld(
            names.map { name in
                var host = SimulatedHost(name: name)
                host.makeDirectory("/home/gb", owner: "gb", group: "docker")
                return host
            }, registry: SimulatedRegistry([]), timer: FleetTimer(ContinuousClock()), pace: SeededGenerator(seed: 1),
            haste: SimulatedWorld.Haste(exchange: 0...1, stop: 0...1, warmUp: 0...1))
        var settings = try Sandbox.settings()
        settings.images = Depot(archive: archive)
        settings.pushesAtOnce = 2
        fleet = FleetHosts(
            try names.map { name in
                BrokerModel.Host(
                    name: try #require(HostName(name)), role: .antiloop, address: "192.0.2.1", hostKey: "",
                    source: SourcePosition(file: "hosts.yaml", line: 1))
            }, settings: settings, transport: world.transports(of: ControllerLife(number: 1)))
    }

    /// One archive in memory.
    private struct Depot: ImageDepot {
        var archive: [UInt8]

        func look(for references: Set<ImageReference>) async -> ImageFindings { ImageFindings() }

        func image(_ reference: ImageReference, id: String) async throws -> StoredImage {
            let source = MemoryArchive(archive, portion: 1000)
            let image = try #require(try await source.images().first { $0.id == id })
            return StoredImage(image: image, source: source)
        }
    }

    private func step(_ image: SimulatedArchive.Image, on host: String, over found: String? = nil) throws -> Step {
        let reference = try #require(image.tags.first.flatMap { ImageReference($0) })
        let content = ImageContent(image: ImageObservation(id: image.id), bytes: 1, origin: "an archive")
        let resource = Resource(
            address: ResourceAddress(try #require(HostName(host)), ImageSpecification.kind, reference.text),
            specification: ImageSpecification(reference: reference, supply: .controller(content)),
            source: SourcePosition(file: "versions.yaml", line: 1), reason: "test")
        return Steps.step(
            resource, found == nil ? .create : .update, StepVerb.push, found.map { ImageObservation(id: $0) })
    }

    /// Carries steps out at the same time.
    private func carryOut(_ steps: [Step]) async throws -> (failures: [Failure], sent: [String: StepProgress]) {
        let journal = SilentJournal()
        let sent = Mutex<[String: StepProgress]>([:])
        let executor = Executor(performer: FleetPerformer(fleet), journal: journal)
        let report = await executor.run(try Steps.plan(steps)) { event in
            if case .progress(let step, let progress) = event {
                sent.withLock { $0[step.resource.scope] = progress }
            }
        }
        return (report.failures.map(\.failure), sent.withLock { $0 })
    }

    private struct SilentJournal: Journal {
        func willPerform(_ step: Step) async throws {}
        func didEnd(_ step: Step, _ outcome: StepOutcome) async throws {}
    }

    private func images(_ host: String) async -> [String: SimulatedImage] {
        await world.edit { hosts, _, _ in hosts[host]?.images ?? [:] }
    }

    @Test("to several hosts, with what each was sent")
    func several() async throws {
        let result = try await carryOut(try names.map { try step(Self.new, on: $0) })
        #expect(result.failures == [])
        for name in names {
            let images = await images(name)
            #expect(images.keys.sorted() == ["lab/a:2"], "the archive's other image stays away")
            #expect(images["lab/a:2"]?.id == Self.new.id)
            let progress = result.sent[name]
            #expect(progress.map { $0.done == $0.total && $0.total > 49_000 } == true)
        }
    }

    @Test("layers that are there are not sent again")
    func sharedLayers() async throws {
        #expect(try await carryOut([try step(Self.old, on: "waloop01")]).failures == [])
        let result = try await carryOut([try step(Self.new, on: "waloop01"), try step(Self.new, on: "waloop02")])
        #expect(result.failures == [])
        let (partial, whole) = (result.sent["waloop01"]?.total ?? 0, result.sent["waloop02"]?.total ?? 0)
        #expect(partial < 13_000 && whole > 49_000, "\(partial), \(whole)")
        #expect(await images("waloop01")["lab/a:2"]?.id == Self.new.id)
    }

    @Test("an image that is there under another name gets this one too, and nothing is sent")
    func otherName() async throws {
        #expect(try await carryOut([try step(Self.new, on: "waloop01")]).failures == [])
        var renamed = Self.new
        renamed.tags = ["lab/renamed:1"]
        let result = try await carryOut([try step(renamed, on: "waloop01")])
        #expect(result.failures == [] && result.sent.isEmpty)
        #expect(await images("waloop01").keys.sorted() == ["lab/a:2", "lab/renamed:1"])
    }

    @Test("done again it does nothing; a tag that somebody moved meanwhile is another world")
    func repeated() async throws {
        let step = try step(Self.new, on: "waloop01")
        for _ in 1...2 { #expect(try await carryOut([step]).failures == []) }
        await world.edit { hosts, _, _ in hosts["waloop01"]?.images["lab/a:2"] = SimulatedImage("other") }
        #expect(try await carryOut([step]).failures.map(\.code) == [.planStale])
        let back = try self.step(Self.new, on: "waloop01", over: SimulatedImage("other").id)
        #expect(try await carryOut([back]).failures == [])
        #expect(await images("waloop01")["lab/a:2"]?.id == Self.new.id)
    }

    @Test("an error inside the engine's success")
    func diskFull() async throws {
        await world.edit { hosts, _, _ in hosts["waloop01"]?.isDiskFull = true }
        let steps = [try step(Self.new, on: "waloop01"), try step(Self.new, on: "waloop02")]
        #expect(try await carryOut(steps).failures.map(\.code) == [.diskFull])
        #expect(await images("waloop01").isEmpty)
        #expect(await images("waloop02").count == 1)
        await world.edit { hosts, _, _ in hosts["waloop01"]?.isDiskFull = false }
        #expect(try await carryOut(steps).failures == [])
    }

    @Test("a connection that breaks leaves nothing, and the next run goes on")
    func broken() async throws {
        await world.set(mishaps: OneLoss())
        let steps = try names.map { try step(Self.new, on: $0) }
        #expect(try await carryOut(steps).failures.map(\.code) == [.connectionLost])
        let missing = await world.edit { hosts, _, _ in hosts.values.count { $0.images.isEmpty } }
        #expect(missing == 1)
        let again = try await carryOut(steps)
        #expect(again.failures == [])
        #expect(again.sent.count == 1)
    }

    /// Breaks the first connection over which an image comes.
    private struct OneLoss: MishapSource {
        private var isDone = false

        mutating func meanwhile(_ host: String, hosts: inout [String: SimulatedHost], now: Duration) {}

        mutating func next(_ occasion: Occasion) -> Mishap? {
            guard !isDone, occasion.isChange, occasion.isEngine else { return nil }
            isDone = true
            return .lostBefore
        }
    }
}
