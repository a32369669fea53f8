import BrokerModel
import DesiredStateReader
import Testing

@Suite("What lies in the directory and is not read")
struct RefusedFileTests {
    @Test("is told with all other mistakes, in the order of the files")
    func together() throws {
        var broken = try Fixture().replacing("enabled: true", with: "enabled: perhaps", in: "nodes/ca-eccc-msc.yaml")
        broken.files["versions.yaml"] = Array("antiloop: x:1\nemqqx: 1\n".utf8)
        let found = try broken.read(refused: ["nodes/de-dwd.yaml", "a/link"]).diagnostics
        #expect(found.first?.description == "a/link:1:1: error: is a symbolic link")
        let files = found.map(\.position.file)
        #expect(files == files.sorted())
        #expect(Set(files) == ["a/link", "nodes/ca-eccc-msc.yaml", "nodes/de-dwd.yaml", "versions.yaml"])
    }

    @Test("makes the whole state unusable")
    func noState() throws {
        let result = try Fixture().read(refused: ["somewhere/link"])
        #expect(result.state == nil)
        #expect(result.diagnostics.map(\.description) == ["somewhere/link:1:1: error: is a symbolic link"])
    }

    @Test(
        "is not missed as well: one mistake, one line",
        arguments: [
            (["hosts.yaml"], "hosts.yaml"), (["versions.yaml"], "versions.yaml"), (["secrets/s.age"], "secrets/s.age"),
            (["secrets/s.age", "secrets/recipients.txt"], "secrets"), (["nodes/ca-eccc-msc.yaml"], "nodes"),
            (["secrets/recipients.txt"], "secrets/recipients.txt"),
        ])
    func noConsequences(removed: [String], refused: String) throws {
        var fixture = Fixture()
        for path in removed { fixture.files[path] = nil }
        #expect(try fixture.read(refused: [refused]).diagnostics.map(\.position.file) == [refused])
    }

    @Test("two names that differ in case are told once, as whoever read them said")
    func twins() throws {
        var fixture = Fixture()
        fixture.files["NODES/CA-ECCC-MSC.yaml"] = []
        fixture.files["README"] = []
        fixture.files["readme"] = []
        let said = try fixture.read(refused: ["readme", "nodes/ca-eccc-msc.yaml"]).diagnostics
        #expect(said.filter { $0.message.contains("capital letters") } == [])
        #expect(try fixture.read().diagnostics.filter { $0.message.contains("capital letters") }.count == 2)
    }
}
