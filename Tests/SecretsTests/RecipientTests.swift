import BrokerModel
import Testing

@testable import Secrets

@Suite("Recipients")
struct RecipientTests {
    static let age = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z"
    static let ssh = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHG8FYVdZ1bCXe6BqNcQm8gRr4e7a9m9u8f0mQyqk9yT"

    @Test("age and SSH keys are recipients; a comment is dropped")
    func accepted() throws {
        #expect(Recipient(Self.age)?.text == Self.age)
        #expect(Recipient(Self.ssh)?.text == Self.ssh)
        #expect(Recipient(Self.ssh + " ada@example.org")?.text == Self.ssh)
    }

    @Test(
        "what would make age run a plugin, read an option or guess is refused",
        arguments: [
            "", "age1", "age1yubikey1" + String(repeating: "q", count: 50), "-h", "--identity",
            "age1" + "Q" + age.dropFirst(5),
            age + " " + age, "ssh-ed25519", "ssh-ed25519 --", "ssh-dss " + ssh.dropFirst(12), "AGE-SECRET-KEY-1QQQ",
            age + "\n" + age,
        ])
    func refused(text: String) {
        #expect(Recipient(text) == nil)
    }

    @Test("a file lists them; comments and empty lines count for nothing")
    func list() throws {
        let text = "# who\n\n\(Self.age)\r\n  \(Self.ssh) ada\n"
        #expect(try Recipient.list(text).map(\.text) == [Self.age, Self.ssh])
    }

    @Test("a line that is no recipient is an error with its place")
    func listWithError() {
        let error = #expect(throws: Failure.self) { try Recipient.list("\(Self.age)\n\nage1typo\n") }
        #expect(error?.subject == "secrets/recipients.txt:3")
    }
}
