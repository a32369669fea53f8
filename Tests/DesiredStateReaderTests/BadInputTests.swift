import BrokerModel
import Testing

@testable import DesiredStateReader

@Suite("Bad input: the exact message, and no state")
struct BadInputTests {
    @Test("the fixture itself is without fault")
    func fixtureIsGood() throws {
        let result = try Fixture().read()
        #expect(result.diagnostics.map(\.description) == [])
        #expect(result.state != nil)
    }

    @Test(arguments: BadInput.all)
    func message(_ input: BadInput) throws {
        let result = try input.fixture.read()
        let lines = result.diagnostics.flatMap { $0.description.split(separator: "\n").map(String.init) }
        #expect(lines == input.output)
        #expect((result.state == nil) == result.diagnostics.contains { $0.severity == .error })
    }

    @Test("several mistakes in several files are all reported, by file and line")
    func allAtOnce() throws {
        let fixture = try Fixture()
            .replacing("mqttVersion: 5", with: "mqttVersion: 7", in: "nodes/ca-eccc-msc.yaml")
            .replacing("topic: verify", with: "topic: off", in: "nodes/ca-eccc-msc.yaml")
            .replacing("port: 22", with: "port: 0", in: "hosts.yaml")
            .replacing("domain: example.org", with: "domain: -", in: "broker.yaml")
        let places = try fixture.read().diagnostics.map { "\($0.position)" }
        #expect(places == ["broker.yaml:3", "hosts.yaml:1", "nodes/ca-eccc-msc.yaml:8", "nodes/ca-eccc-msc.yaml:9"])
    }
}
