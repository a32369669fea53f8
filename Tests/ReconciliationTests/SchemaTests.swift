import Foundation
import Reconciliation
import Testing

@Suite("The schema of isobar.yaml")
struct SchemaTests {
    @Test("The committed schema is what 'isobar schema isobar' prints")
    func committed() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/schema/isobar.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text == ControllerConfiguration.schema, "write it with: isobar schema --all docs/schema")
    }
}
