import BrokerModel
import History
import Testing

@Suite("The life of a node")
struct NodeStayTests {
    private func row(
        _ host: String, _ image: String, _ id: String, _ from: Int64, _ until: Int64?
    ) throws -> PastResource {
        let host = try #require(HostName(host))
        return PastResource(
            address: ResourceAddress(host, ContainerSpecification.kind, "ca-eccc-msc"), host: host, isOwned: true,
            since: Timestamp(seconds: from), until: until.map { Timestamp(seconds: $0) }, digest: Digest(of: id),
            record: ["image": image, "id": id])
    }

    @Test("A stay ends with another version, another host, or a time in which it was not there")
    func stays() throws {
        let stays = NodeStay.stays(of: [
            try row("waloop02", "x:1", "a", 10, nil), try row("waloop01", "x:1", "a", 10, 20),
            try row("waloop01", "x:1", "b", 20, 30), try row("waloop01", "x:2", "c", 30, 40),
            try row("waloop01", "x:2", "d", 50, nil),
        ])
        let text = stays.map { stay in
            let until = stay.until.map { "\($0.microseconds / 1_000_000)" } ?? "-"
            return "\(stay.host) \(stay.image) \(stay.from.microseconds / 1_000_000) \(until) \(stay.restarts)"
        }
        #expect(
            text == [
                "waloop01 x:1 10 30 1", "waloop02 x:1 10 - 0", "waloop01 x:2 30 40 0", "waloop01 x:2 50 - 0",
            ])
        #expect(NodeStay.stays(of: []).isEmpty)
    }
}
