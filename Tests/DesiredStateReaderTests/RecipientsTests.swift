import BrokerModel
import Testing

@testable import DesiredStateReader

@Suite("Recipients and images")
struct RecipientsTests {
    static let age = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z"

    static let mistyped: [String] = [
        String(age.dropLast()) + "y",
        String(age.dropLast(6)) + "5cu4z7",
        age + "q",
        String(age.dropLast()),
        age.uppercased(),
        "age1" + String(repeating: "q", count: 58),
        "age1yubikey1" + String(repeating: "q", count: 50),
    ]

    @Test("a mistyped recipient is an error", arguments: mistyped)
    func refused(_ line: String) throws {
        var fixture = Fixture()
        fixture.files["secrets/recipients.txt"] = Array("# who\n\(line)\n".utf8)
        let result = try fixture.read()
        #expect(result.state == nil)
        #expect(result.diagnostics.contains { $0.position.line == 2 && $0.message.contains("is no recipient") })
    }

    @Test("a recipient is one whatever key it stands for")
    func right() throws {
        var fixture = Fixture()
        fixture.files["secrets/recipients.txt"] = Array(
            "\(Self.age)\nage1y22epscl9h7vut3y2kpwsdffcwaadsydnvdhdaqyax7fgslpsagqxyjndp\n".utf8)
        #expect(try fixture.read().state != nil)
    }

    @Test("images may come from the controller")
    func push() throws {
        var fixture = Fixture()
        let broker = try #require(fixture.files["broker.yaml"])
        fixture.files["broker.yaml"] = broker + Array("images: {distribution: push}\n".utf8)
        let result = try fixture.read()
        #expect(result.state?.broker.distribution == .push)
        #expect(!result.diagnostics.contains { $0.message.contains("images") })
    }
}
