import BrokerModel
import Testing

@testable import Fleet

@Suite("The manifest")
struct ManifestFileTests {
    private static let names = [
        "host01/container/ca-eccc-msc", "host01/file/home/gb/compose/a/\"quoted\".env",
        #"host01/file/home/gb/compose/a/back\slash"#, "host01/file/home/gb/compose/é/€.yml", "host01/network/traefik",
    ]

    @Test func whatIsWrittenIsRead() throws {
        let manifest = Manifest(
            broker: Sandbox.broker, resources: Set(try Self.names.map { try ResourceAddress($0).required }))
        let contents = ManifestFile.contents(of: manifest)
        #expect(try ManifestFile.parse(contents, of: try Sandbox.name.required) == manifest)
        // One resource to a line: the helper finds it by comparing lines.
        let lines = String(decoding: contents, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == Self.names.count + 2)
        #expect(lines.contains(#""host01/file/home/gb/compose/a/\"quoted\".env","#))
    }

    @Test func theEmptyOneIsRead() throws {
        let contents = ManifestFile.contents(of: Manifest())
        #expect(try ManifestFile.parse(contents, of: try Sandbox.name.required) == Manifest())
    }

    @Test func noManifestMeansNothingIsOurs() throws {
        #expect(try ManifestFile.parse(nil, of: try Sandbox.name.required) == Manifest())
    }

    /// A damaged record is never an empty one.
    @Test(arguments: [
        "", "{", "[]", #"{"formatVersion": 2, "broker": null, "resources": []}"#,
        #"{"formatVersion": 1, "broker": "No Centre", "resources": []}"#,
        #"{"formatVersion": 1, "broker": null, "resources": ["nonsense"]}"#,
    ])
    func aDamagedOneIsAFailure(_ text: String) throws {
        let host = try Sandbox.name.required
        let failure = #expect(throws: Failure.self) { try ManifestFile.parse(Array(text.utf8), of: host) }
        #expect(failure?.code == .manifestUnreadable)
    }
}
