import BrokerModel
import Testing

@testable import Fleet

@Suite("The hosts of the lab", .serialized)
struct LabLookTests {
    @Test func allOfThemAreSeenAtOnce() async throws {
        let lab = try LabHosts()
        let fleet = try lab.wholeFleet()
        let wanted = try lab.hosts.filter { $0.role != .loadbalancer }.map { host in
            let image = ImageSpecification(
                reference: try #require(ImageReference("lab/antiloop-standin:1.0.0")), supply: .registry)
            return Resource(
                address: ResourceAddress(host.name, ImageSpecification.kind, image.reference.text),
                specification: image, source: SourcePosition(file: "versions.yaml", line: 1), reason: "test")
        }
        let state = await FleetObserver(fleet).observe(lab.hosts.map(\.name), wanted: wanted, at: 0)
        #expect(state.unreachable == [:])
        #expect(state.hosts.count == lab.hosts.count)
        for resource in wanted {
            let image = state.resource(resource.address)?.observation as? ImageObservation
            #expect(image?.id.hasPrefix("sha256:") == true)
            #expect(image?.entrypoint?.first == "python3")
        }
        await fleet.close()
    }

    /// One host that is not there does not make the others unknown.
    @Test func aHostThatDoesNotAnswerIsUnknown() async throws {
        let lab = try LabHosts()
        var hosts = Array(lab.hosts.prefix(2))
        hosts[0].access.port = 1
        let fleet = FleetHosts(hosts, settings: try Sandbox.settings()) { try lab.transport(to: $0) }
        let state = await FleetObserver(fleet).observe(hosts.map(\.name), wanted: [], at: 0)
        #expect(state.unreachable[hosts[0].name]?.code == .hostUnreachable)
        #expect(state.hosts.keys.sorted() == [hosts[1].name])
        await fleet.close()
    }
}
