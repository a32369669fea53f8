import BrokerModel
import DesiredStateReader
import Testing

@Suite("The sample in desired-state/ and the schemas in docs/schema/")
struct SampleTests {
    @Test("the sample reads without any diagnostic")
    func sampleIsGood() throws {
        let result = try Sample.read()
        #expect(result.diagnostics.map(\.description) == [])
        let state = try #require(result.state)
        #expect(state.hosts.count == 9)
        #expect(state.nodes.count == 23)
        #expect(Sample.schemaByFile.count == 26)
        #expect(state.nodes.count { !$0.isEnabled } == 1)
        #expect(Set(state.nodes.map(\.kind)) == Set(NodeKind.allCases))
    }

    @Test("every file of the sample names its schema", arguments: Sample.schemaByFile)
    func modeline(_ file: String, _ schema: String) throws {
        let text = String(decoding: try Sample.file("desired-state/" + file), as: UTF8.self)
        let up = file.contains("/") ? "../.." : ".."
        #expect(text.hasPrefix("# yaml-language-server: $schema=\(up)/docs/schema/\(schema).json\n"))
    }

    /// Set `ISOBAR_RECORD` to write the files anew.
    @Test("the schemas in docs/schema/ are those the reader gives", arguments: DesiredStateSchema.documents.map(\.name))
    func schema(_ name: String) throws {
        let document = try #require(DesiredStateSchema.documents.first { $0.name == name })
        try Sample.record(document.json, as: "docs/schema/\(name).json")
        #expect(String(decoding: try Sample.file("docs/schema/\(name).json"), as: UTF8.self) == document.json)
    }
}
