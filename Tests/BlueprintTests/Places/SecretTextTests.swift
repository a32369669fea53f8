import BrokerModel
import Testing

@testable import Blueprint

@Suite struct SecretTextTests {
    @Test(arguments: [("a\n", "a"), ("a\r\n", "a"), ("a", "a"), ("a\n\n", "a\n"), ("", ""), ("\n", "")])
    func dropsOneLineBreak(text: String, expected: String) {
        #expect(Secret(text).withoutFinalLineBreak == Secret(expected))
    }

    @Test func admitsCertificateWithKey() throws {
        let windows = SampleBroker.pem.replacing("\n", with: "\r\n")
        #expect(try PEMText(Secret(SampleBroker.pem)).secret == Secret(SampleBroker.pem))
        #expect(try PEMText(Secret(windows)).secret == Secret(SampleBroker.pem))
    }

    @Test(arguments: ["", "x", "-----BEGIN CERTIFICATE-----\n", "-----BEGIN PRIVATE KEY-----\n", "\u{0}", "é"])
    func refusesOtherTexts(text: String) {
        #expect(throws: Refusal.self) { try PEMText(Secret(text)) }
    }

    @Test func refusesAHostilePEM() {
        #expect(throws: Refusal.self) { try PEMText(Secret(SampleBroker.pem + "\u{0}")) }
    }

    @Test func readsPasswordLines() throws {
        let file = try PasswordFile(Secret("# a comment\r\nadmin:$2y$05$x\n\nother:{SHA}y=\n"))
        #expect(file.lines == [Secret("admin:$2y$05$x"), Secret("other:{SHA}y=")])
    }

    @Test(arguments: ["", "# only\n", "admin", ":hash", "admin:", "a b:hash", "admin:ha sh", "admin:\u{7F}", "é:x"])
    func refusesOtherPasswordFiles(text: String) {
        #expect(throws: Refusal.self) { try PasswordFile(Secret(text)) }
    }

    @Test func refusesLabels() throws {
        #expect(try Label("traefik.enable", "a `b` \"c\" $d").value == "a `b` \"c\" $d")
        for name in ["", "a b", "A", "a=b", "a\n"] { #expect(throws: Refusal.self) { try Label(name, "x") } }
        for value in ["a\nb", "\u{0}", "\u{1B}"] { #expect(throws: Refusal.self) { try Label("a", value) } }
    }

    @Test func refusesUserNames() throws {
        #expect(try UserName("gb").text == "gb")
        for text in ["", "GB", "1a", "a b", "a:b", "a\n", "-a", "é", String(repeating: "a", count: 33)] {
            #expect(throws: Refusal.self, "\(text)") { try UserName(text) }
        }
    }
}
