import BrokerModel
import Planner
import Testing

@testable import Reconciliation

@Suite("Steps that give data to another version of its program")
struct StepsOfDataTests {
    /// Whether replacing a container's image counts, by what it is and keeps.
    @Test(
        "Another image of what keeps data on its host counts; of a node's instance, or of what only reads, it does not",
        arguments: [
            (role: Redundancy.Role.redis, writes: false, from: "example/x:1", counts: true),
            (role: .broker, writes: false, from: "example/x:1", counts: true),
            (role: .node, writes: true, from: "example/x:1", counts: false),
            (role: nil, writes: true, from: "example/x:1", counts: true),
            (role: nil, writes: false, from: "example/x:1", counts: false),
            (role: nil, writes: true, from: nil, counts: false),
            (role: .redis, writes: true, from: "example/x:2", counts: false),
        ] as [(role: Redundancy.Role?, writes: Bool, from: String?, counts: Bool)])
    func image(role: Redundancy.Role?, writes: Bool, from: String?, counts: Bool) throws {
        let address = try #require(ResourceAddress("wmanage/container/x"))
        let container = ContainerSpecification(
            name: "x", image: try #require(ImageReference("example/x:2")),
            mounts: [Mount(source: "/home/gb/x", target: "/data", isReadOnly: !writes)], network: .host,
            restartPolicy: .always)
        var fixture = PreparedFixture()
        fixture.resources = [
            Resource(
                address: address, specification: container, redundancy: role.map { Redundancy(role: $0, set: "x") },
                source: SourcePosition(file: "versions.yaml", line: 1), reason: "test")
        ]
        var step = PreparedFixture.step(address, .replace, specification: container)
        step.changes = [FieldChange(field: "image", from: from, to: "example/x:2")]
        fixture.steps = [step]
        #expect(try fixture.prepared().stepsOfData == (counts ? [step.id] : []))
    }
}
