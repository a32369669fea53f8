import BrokerModel
import History
import Testing

@testable import Reconciliation

@Suite("Availability as a document")
struct AvailabilityDocumentTests {
    @Test("Nodes come by how long they were without an instance, the longest first, then by name")
    func order() throws {
        let period = try #require(TimeSpan(Timestamp(seconds: 0), Timestamp(seconds: 100)))
        var report = AvailabilityReport(period: period, nodes: [:], hosts: [:])
        let without = ["ca-eccc-msc": 0, "de-dwd": 20, "fr-meteofrance": 0, "br-inmet": 20, "jp-jma": 90]
        for (name, seconds) in without {
            var node = NodeAvailability()
            node.none = .seconds(seconds)
            node.two = .seconds(100 - seconds)
            report.nodes[try #require(CentreID(name))] = node
        }
        let document = AvailabilityDocument(report, goal: AvailabilityGoal())
        #expect(
            document.nodes.map(\.centreId) == ["jp-jma", "br-inmet", "de-dwd", "ca-eccc-msc", "fr-meteofrance"])
    }
}
