import BrokerModel
import Testing

@testable import DesiredStateReader

/// Every single value and every key of the fixture, replaced by text that
/// would break out of the place it goes to.
@Suite("Injection: nothing dangerous passes any field")
struct InjectionTests {
    /// As YAML writes them in double quotes.
    static let neverAllowed = [
        #"x\nWHOAMI=y"#, #"x\r\ny"#, #"x\0"#, #"x\e[2J"#, #"x\x7F"#, #"x\N"#, #"x\L"#, #"x\u202Ey"#,
    ]
    static let onlyInFreeText = [
        #"x$(id)"#, #"x`id`"#, #"x\"y"#, #"x'y"#, #"x;y"#, #"x|y"#, #"x>y"#, #"x\\y"#, #"x #y"#, #"x${HOME}"#,
        #"x&&y"#, #"x{{y}}"#,
    ]

    /// Where any text of one line is meant.
    static let freeText: Set<String> = [
        "publish.username", "users.everyone.password", "subscribe.username", "subscribe.password", "environment.TZ",
    ]

    @Test("values", arguments: Target.all(.value))
    func values(_ target: Target) throws {
        for text in Self.neverAllowed {
            let result = try target.fixture(putting: "\"\(text)\"").read()
            #expect(result.state == nil, "\(target): \(text)")
        }
        for text in Self.onlyInFreeText {
            let result = try target.fixture(putting: "\"\(text)\"").read()
            let isFree = Self.freeText.contains(target.path)
            #expect((result.state != nil) == isFree, "\(target): \(text): \(result.diagnostics)")
        }
    }

    @Test("keys", arguments: Target.all(.key))
    func keys(_ target: Target) throws {
        for text in Self.neverAllowed + Self.onlyInFreeText {
            let result = try target.fixture(putting: "\"\(text)\"").read()
            #expect(result.state == nil, "\(target): \(text)")
            let printed = result.diagnostics.map(\.description).joined()
            #expect(!printed.unicodeScalars.contains { $0.isInvisible && $0 != "\n" }, "\(target): \(text)")
        }
    }

    @Test("free text arrives as it was written")
    func verbatim() throws {
        let text = #"x"'`$(id) ;|>\ #{{y}}é"#
        let quoted = "'" + text.replacing("'", with: "''") + "'"
        let fixture = try Fixture()
            .replacing("password: everyone", with: "password: \(quoted)", in: "nodes/ca-eccc-msc.yaml")
            .replacing("TZ: UTC", with: "TZ: \(quoted)", in: "nodes/ca-eccc-msc.yaml")
        let node = try #require(try fixture.read().state?.nodes.first)
        #expect(node.subscription.password == .literal(text))
        #expect(node.environment == ["TZ": .literal(text)])
    }

    @Test("messages never repeat a password")
    func silence() throws {
        for field in ["username: everyone", "password: everyone"] {
            let fixture = try Fixture().replacing(
                field, with: "\(field.prefix(8)): \"sesame\\nopen\"", in: "nodes/ca-eccc-msc.yaml")
            let printed = try fixture.read().diagnostics.map(\.description).joined()
            #expect(!printed.isEmpty && !printed.contains("sesame"))
        }
        let url = try Fixture().replacing("mqtts://mqtt", with: "mqtts://u:sesame@m", in: "nodes/ca-eccc-msc.yaml")
        #expect(try !url.read().diagnostics.map(\.description).joined().contains("sesame"))
    }
}
