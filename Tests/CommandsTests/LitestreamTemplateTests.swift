import Foundation
import Testing
import Yams

/// ``LitestreamTests`` runs it. What its configuration may hold is told by
/// https://litestream.io/reference/config/ and https://litestream.io/guides/file/ (0.5).
@Suite("The configuration for Litestream")
struct LitestreamTemplateTests {
    /// Settings that the reference documents; unknown ones are ignored there, silently.
    private static let database: Set = [
        "path", "meta-path", "monitor-interval", "checkpoint-interval", "busy-timeout", "min-checkpoint-page-count",
        "truncate-page-n", "replica",
    ]
    private static let replica: Set = [
        "type", "url", "path", "sync-interval", "validation-interval", "bucket", "region", "endpoint", "host", "user",
        "key-path",
    ]

    private static func text(_ file: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
    }

    private static func mapping(_ value: Any?) throws -> [String: Any] { try #require(value as? [String: Any]) }

    @Test("has documented settings alone, copies the ledger where it lies, and is what the manual restores from")
    func settings() throws {
        let text = try Self.text("deploy/litestream/litestream.yml")
        // $NAME would be taken for a variable, also in a comment.
        #expect(!text.contains("$"))
        let document = try Self.mapping(try Yams.load(yaml: text))
        #expect(document.keys.sorted() == ["dbs"])
        let databases = try #require(document["dbs"] as? [Any])
        #expect(databases.count == 1)
        let database = try Self.mapping(databases.first)
        #expect(Set(database.keys).isSubset(of: Self.database), "\(database.keys)")
        let replica = try Self.mapping(database["replica"])
        #expect(Set(replica.keys).isSubset(of: Self.replica), "\(replica.keys)")
        #expect(replica["type"] as? String == "file")
        for (key, value) in database.merging(replica, uniquingKeysWith: { one, _ in one }) where key.hasSuffix("-interval") {
            let length = try #require(value as? String, "\(key)")
            #expect(length.wholeMatch(of: /[0-9]+(ms|s|m|h)/) != nil, "\(key): \(length)")
        }

        let ledger = try #require(database["path"] as? String)
        #expect(try Self.text("docs/configuration.md").contains(ledger))
        let copy = try #require(replica["path"] as? String)
        #expect(try Self.text("docs/history.md").contains("litestream restore -o copy.sqlite file://\(copy)"))
    }
}
