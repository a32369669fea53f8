import BrokerModel
import Testing

@testable import DesiredStateReader

/// A combining mark makes one character, in Swift's sense, of itself and what
/// stands before it; a check that compares characters would no longer see that.
@Suite("Combining marks hide nothing")
struct CombiningMarkTests {
    @Test(
        "in topic filters",
        arguments: [",", "#", "+", "$", "\"", "'", "`", "\\", "\n", "\r", "\t", " ", "\0", "\u{7F}", "{", "%", "&", "/"])
    func topics(_ forbidden: String) {
        for text in ["a/b\(forbidden)\u{301}", "\(forbidden)\u{301}a", "a/\(forbidden)\u{301}/b"] {
            #expect(throws: Refusal.self) { try TopicFilter.check(text) }
        }
    }

    @Test("filters as MQTT defines them", arguments: ["a", "a/b", "#", "a/#", "+", "a/+/b", "/a", "a//b", "+/#"])
    func goodTopics(_ text: String) throws {
        try TopicFilter.check(text)
    }

    @Test("no filters", arguments: ["", "a#", "#/a", "a/b#", "a+", "+a/b", "$SYS/a", "a,b", "a b"])
    func badTopics(_ text: String) {
        #expect(throws: Refusal.self) { try TopicFilter.check(text) }
    }

    @Test(
        "in names, passwords and variables",
        arguments: ["\\n", "\\r", "\\t", "\\0", "\\a", "\\e", "\\x7f", "\\x9b", "\\L", "\\P"])
    func lines(_ escape: String) throws {
        for (text, file) in [("username: everyone", "username"), ("TZ: UTC", "TZ")] {
            let fixture = try Fixture().replacing(
                text, with: "\(file): \"a\(escape)\\u0301b\"", in: "nodes/ca-eccc-msc.yaml")
            let result = try fixture.read()
            #expect(result.state == nil)
            #expect(result.diagnostics.contains { $0.message.contains("could not be written to a host safely") })
        }
    }

    @Test("a user and a password with a mark on the colon between them are no htpasswd line")
    func colon() throws {
        var findings = Findings()
        let yaml = "someone:\u{301}$apr1$abcdefgh$0123456789"
        let node = try Self.node(yaml)
        // The mark belongs to the hash then, and is kept as it was written.
        #expect(Shape<String>.passwordLines.read(node, &findings) == yaml)
        #expect(Shape<String>.passwordLines.read(try Self.node("no colon at all"), &findings) == nil)
    }

    private static func node(_ text: String) throws -> YAMLNode {
        YAMLNode(content: .scalar(text, isPlain: false), position: SourcePosition(file: "x", line: 1), path: "")
    }
}
