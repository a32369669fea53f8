import BrokerModel
import SSH
import Testing

@testable import Fleet

@Suite("What running the helper comes to")
struct HelperReplyTests {
    private func reply(_ status: Int32, _ output: [UInt8], _ words: String) throws -> HelperReply {
        try HelperReply(
            CommandResult(ending: .status(status), output: output, errorOutput: Array(words.utf8)),
            from: try HostName("wlb01").required, attempted: "look at the host")
    }

    @Test(arguments: [
        ("sudo: /usr/local/lib/isobar/isobar-helper: command not found\n", "installs the helper"),
        ("sudo: a password is required\n", "without a password"),
        ("Sorry, user ansadm is not allowed to execute '/bin/sh' as root on wlb01.\nsudo: x", "without a password"),
        ("timeout: failed to run command 'sudo': No such file or directory\n", "install sudo"),
    ])
    func whatSudoSaysIsExplained(_ words: String, _ remedy: String) throws {
        guard case .unusable(let failure) = try reply(1, [], words) else {
            Issue.record("taken for an answer")
            return
        }
        #expect(failure.code == .privilegeRefused)
        #expect(failure.remedy?.contains(remedy) == true)
        #expect(failure.subject == "wlb01")
    }

    @Test func anOutdatedHelperIsNotUsed() throws {
        guard case .unusable(let failure) = try reply(3, Array("#end\0outdated\0it is old\0".utf8), "") else {
            Issue.record("taken for an answer")
            return
        }
        #expect(failure.code == .helperRefused)
    }

    @Test func anythingElseIsAFailureWithTheHostsWords() throws {
        let failure = #expect(throws: Failure.self) {
            _ = try reply(
                2, Array("#entries\0".utf8), "sh: 1: cannot create /var/lib/isobar/lock: Read-only file system\u{1B}[0m"
            )
        }
        #expect(failure?.code == .commandFailed)
        #expect(failure?.response.contains("Read-only file system") == true)
        #expect(failure?.response.contains("\u{1B}") == false)
    }
}
