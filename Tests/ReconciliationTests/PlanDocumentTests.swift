import BrokerModel
import Reconciliation
import Testing

@Suite("The plan as JSON")
struct PlanDocumentTests {
    private func document() throws -> PlanDocument {
        let resource = try #require(ResourceAddress("waloop01/container/ca-eccc-msc"))
        let step = Step(
            id: StepID("waloop01/container/ca-eccc-msc#create"), resource: resource, action: .create, verb: "create",
            cause: .pending, after: [StepID("x")], changes: [FieldChange(field: "image", from: nil, to: "a:1")],
            reason: "subscription", source: SourcePosition(file: "nodes/ca-eccc-msc.yaml", line: 1))
        let plan = Plan(
            digest: Digest(of: "x"), commit: String(repeating: "a", count: 40),
            broker: try #require(CentreID("xx-example")), observedAt: 0, steps: [step],
            impact: [Impact(centreId: "ca-eccc-msc", redundancyReduced: true, atMostSeconds: 260)],
            clusterImpact: [ClusterImpact(cluster: "emqx", members: 3, outInTurn: 3, atMostSeconds: 130)])
        return PlanDocument(plan, scope: PlanDocument.Scope(hosts: [], nodes: ["ca-eccc-msc"]))
    }

    @Test("It has the form of the contract, absent values as null")
    func form() throws {
        let json = try document().json
        for part in [
            "\"formatVersion\" : 1", "\"from\" : null", "\"to\" : \"a:1\"", "\"source\" : \"nodes/ca-eccc-msc.yaml:1\"",
            "\"create\" : 1", "\"redundancyReduced\" : true", "\"atMostSeconds\" : 260", "\"outInTurn\" : 3",
            "\"observedAt\" : \"1970-01-01T00:00:00.000Z\"",
        ] {
            #expect(json.contains(part), "\(part) in \(json)")
        }
    }

    @Test("A plan file is read back whole")
    func roundTrip() throws {
        let document = try document()
        #expect(try PlanDocument(json: Array(document.json.utf8), file: "f") == document)
    }

    @Test("A plan file from before times were told is read")
    func impactWithoutTimes() throws {
        let json = try document().json.replacing(/"atMostSeconds" : 260,\s+/, with: "")
        let read = try PlanDocument(json: Array(json.utf8), file: "f")
        #expect(read.impact == [Impact(centreId: "ca-eccc-msc", redundancyReduced: true)])
    }

    @Test("What is no plan file is refused", arguments: ["", "{}", "[]", "{\"formatVersion\": 2}"])
    func garbage(text: String) {
        let failure = #expect(throws: Failure.self) { try PlanDocument(json: Array(text.utf8), file: "f") }
        #expect(failure?.code == .usage)
    }
}
