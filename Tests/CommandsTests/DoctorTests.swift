import Foundation
import TestSupport
import Testing

@testable import Commands
@testable import Reconciliation

@Suite("isobar doctor")
struct DoctorTests {
    @Test("Hosts that do not answer: exit 8, each said with what to do, the controller looked at all the same")
    func unreached() async throws {
        let controller = try await Controller()
        let ended = try controller.isobar("doctor")
        #expect(ended.status == 8, "\(ended.errorOutput)")
        #expect(ended.output.contains("waloop01 (antiloop, 127.0.0.2)\n  ✗ ssh"))
        #expect(ended.output.contains("fix: check that the host is up"))
        #expect(ended.output.contains("✓ repository"))
        #expect(ended.output.contains("✓ ledger"))
        #expect(ended.output.hasSuffix("3 hosts not reached: an apply would be incomplete.\n"))
        #expect(!ended.output.contains("\u{1B}"))
    }

    @Test("JSON is one object with everything in it; --host narrows")
    func json() async throws {
        let controller = try await Controller()
        let ended = try controller.isobar("doctor", "--format", "json", "--host", "waloop02")
        #expect(ended.status == 8)
        let document = try JSONDecoder().decode(DoctorDocument.self, from: Data(ended.output.utf8))
        #expect(document.hosts.map(\.name) == ["waloop02"])
        #expect(document.hosts[0].findings.map(\.level) == [.unreached])
        #expect(document.summary.unreached == 1)
        #expect(document.commit?.count == 40)
    }

    @Test("What keeps the controller from working is a finding, not a crash")
    func brokenController() async throws {
        let controller = try await Controller()
        try controller.write("isobar.sqlite", "this is no database, and long enough to be taken for one by its size")
        let ended = try controller.isobar("doctor")
        #expect(ended.status == 1)
        #expect(ended.output.contains("✗ controller"), "\(ended.output) \(ended.errorOutput)")
        #expect(ended.output.contains("an apply would fail"))
    }

    @Test("A repository that is gone is said, and a state that is not valid is told as everywhere")
    func repository() async throws {
        let controller = try await Controller()
        try controller.repository.commit("wrong", ["hosts.yaml": "hosts: {}\n"])
        let invalid = try controller.isobar("doctor")
        #expect(invalid.status == 1)
        #expect(invalid.errorOutput.contains("hosts.yaml:1"), "\(invalid.errorOutput)")
        try FileManager.default.removeItem(atPath: controller.repository.directory)
        let gone = try controller.isobar("doctor", "--format", "json")
        #expect(gone.status == 1)
    }

    @Test("Findings are told by signs, with what to do below")
    func text() {
        let finding = { (level: DoctorLevel, check: String, host: String?, message: String, fix: String?) in
            DoctorFinding(host: host, check: check, level: level, message: message, fix: fix)
        }
        let document = DoctorDocument(
            formatVersion: 1, broker: "xx", commit: "ab", examinedAt: "now",
            hosts: [
                DoctorDocument.Host(
                    name: "a", role: "broker", address: "192.0.2.1",
                    findings: [
                        finding(.ok, "ssh", "a", "reached", nil), finding(.note, "clock", "a", "3 s behind", "set it"),
                        finding(.problem, "disk", "a", "full\nvery full", "make room"),
                        finding(.unchecked, "names", "a", "not checked", nil),
                    ])
            ], findings: [finding(.ok, "ledger", nil, "holds", nil)],
            summary: DoctorDocument.Summary(ok: 2, note: 1, unchecked: 1, unreached: 0, problem: 1))
        let terminal = Terminal(hasColour: false, isInteractive: false, width: 80)
        #expect(
            DoctorText(document: document, terminal: terminal).render() == """
                a (broker, 192.0.2.1)
                  ✓ ssh     reached
                  ! clock   3 s behind
                            fix: set it
                  ✗ disk    full
                            very full
                            fix: make room
                  - names   not checked

                the broker and its controller
                  ✓ ledger  holds

                2 well, 1 to look at, 1 not checked, 1 in the way: an apply would fail.

                """)
    }
}

extension DoctorFinding {
    fileprivate init(host: String?, check: String, level: DoctorLevel, message: String, fix: String?) {
        self.init(level, check, on: nil, message, fix: fix)
        self.host = host
    }
}
