import BrokerModel
import Foundation
import TestSupport
import Testing

@testable import Fleet

/// Which sudo rules are taken for wide ones, and that they come back unless
/// somebody confirms that the narrow one works.
@Suite("Sudo rules", .enabled(if: getuid() == 0, "the helper is run in a mount namespace of its own"))
struct SudoTests {
    private static let narrow = #"ansadm ALL=(root) NOPASSWD: /usr/local/lib/isobar/isobar-helper """# + "\n"

    private func with(_ rules: [String: String], _ body: (SandboxGround) async throws -> Void) async throws {
        // None is needed where this is built.
        let programs = [
            "visudo": "exit 0", "sudo": "exit 0", "systemctl": #"echo "systemctl $*" >>/run/isobar/calls"#,
        ]
        try await SandboxGround.with(programs: programs) { ground in
            for (name, text) in rules { try ground.sandbox.write(text, to: "/etc/sudoers.d/\(name)") }
            try await ground.run(InstallVerb(user: "ansadm"))
            try await body(ground)
        }
    }

    private func seen(_ ground: SandboxGround) async throws -> [String] {
        try await ground.sandbox.link().run(LookVerb(sudoUser: "ansadm")).sudo.required.wideFiles
    }

    @Test(arguments: [
        ("ansadm ALL=(ALL) NOPASSWD: ALL\n", true),
        ("# of the installation\n\nansadm\tALL = (ALL:ALL) NOPASSWD:ALL\n", true),
        ("ansadm ALL=NOPASSWD: ALL", true),
        ("ansadm ALL=(ALL) NOPASSWD: ALL\nother ALL=(ALL) NOPASSWD: ALL\n", false),
        ("ansadm ALL=(ALL) NOPASSWD: ALL\n#includedir /etc/more\n", false),
        ("ansadm ALL=(ALL) ALL\n", false),
        ("ansadm ALL=(ALL) NOPASSWD: /bin/ls\n", false),
        ("%ansadm ALL=(ALL) NOPASSWD: ALL\n", false),
        ("Defaults:ansadm !requiretty\nansadm ALL=(ALL) NOPASSWD: ALL\n", false),
        ("# nothing\n", false),
    ])
    func onlyAFileOfWideRulesIsOne(_ text: String, _ isWide: Bool) async throws {
        try await with(["rule": text]) { ground in
            let files = try await seen(ground)
            #expect(files == (isWide ? ["/etc/sudoers.d/rule"] : []))
        }
    }

    @Test func whatSudoDoesNotReadIsNoRule() async throws {
        let wide = "ansadm ALL=(ALL) NOPASSWD: ALL\n"
        try await with(["rule.old": wide, "rule~": wide, "ansadm": wide]) { ground in
            let files = try await seen(ground)
            #expect(files == ["/etc/sudoers.d/ansadm"])
        }
    }

    @Test func aConfirmedRuleIsGoneAndKept() async throws {
        try await with(["ansadm": "ansadm ALL=(ALL) NOPASSWD: ALL\n"]) { ground in
            try await ground.run(SudoVerb(action: .narrow, user: "ansadm"))
            #expect(!ground.sandbox.exists("/etc/sudoers.d/ansadm"))
            try await ground.run(SudoVerb(action: .confirm, user: "ansadm"))
            #expect(!ground.sandbox.exists("/var/lib/isobar/sudo-pending") && unit(ground) == nil)
            #expect(ground.sandbox.exists("/var/lib/isobar/set-aside/etc/sudoers.d/ansadm"))
            #expect(try ground.sandbox.text("/etc/sudoers.d/isobar") == Self.narrow)
        }
    }

    @Test func anUnconfirmedRuleComesBack() async throws {
        let wide = "ansadm ALL=(ALL) NOPASSWD: ALL\n"
        try await with(["ansadm": wide]) { ground in
            try await ground.run(SudoVerb(action: .narrow, user: "ansadm"))
            try await ground.run(SudoVerb(action: .restore, user: "ansadm"))
            #expect(try ground.sandbox.text("/etc/sudoers.d/ansadm") == wide)
            let failure = try await ground.failure(of: SudoVerb(action: .confirm, user: "ansadm"))
            #expect(failure?.code == .planStale)
        }
    }

    /// What the host runs when it comes up.
    private func unit(_ ground: SandboxGround) -> String? {
        try? String(
            contentsOf: ground.sandbox.directory.appending(path: "units/isobar-sudo.service"), encoding: .utf8)
    }

    @Test func aHostThatGoesDownMeanwhileComesUpWithTheWideRule() async throws {
        let wide = "ansadm ALL=(ALL) NOPASSWD: ALL\n"
        try await with(["ansadm": wide]) { ground in
            try await ground.run(SudoVerb(action: .narrow, user: "ansadm"))
            #expect(!ground.sandbox.exists("/etc/sudoers.d/ansadm"))
            #expect(ground.calls.last == "systemctl --quiet enable isobar-sudo.service")
            let text = try #require(unit(ground))
            let start = try #require(text.split(separator: "\n").first { $0.hasPrefix("ExecStart=") })
            let words = try HostView.words(
                ground.sandbox.directory.path, "sudo -n " + start.dropFirst("ExecStart=".count))
            #expect(try await Machine.execute(words).status == 0)
            #expect(try ground.sandbox.text("/etc/sudoers.d/ansadm") == wide)
            #expect(!ground.sandbox.exists("/var/lib/isobar/sudo-pending") && unit(ground) == nil)
            #expect(ground.calls.last == "systemctl --quiet disable isobar-sudo.service")
        }
    }

    @Test func aClockOfAnEarlierTrialLeavesALaterOneAlone() async throws {
        try await with(["ansadm": "ansadm ALL=(ALL) NOPASSWD: ALL\n"]) { ground in
            try await ground.run(SudoVerb(action: .narrow, user: "ansadm"))
            let words = try HostView.words(
                ground.sandbox.directory.path, "sudo -n /bin/sh /var/lib/isobar/sudo-undo 0 another")
            #expect(try await Machine.execute(words).status == 0)
            #expect(!ground.sandbox.exists("/etc/sudoers.d/ansadm"))
            try await ground.run(SudoVerb(action: .confirm, user: "ansadm"))
        }
    }

    @Test func withoutTheNarrowRuleTheWideOneStays() async throws {
        try await with(["ansadm": "ansadm ALL=(ALL) NOPASSWD: ALL\n"]) { ground in
            try ground.sandbox.write("other ALL=(root) NOPASSWD: /bin/true\n", to: "/etc/sudoers.d/isobar")
            let failure = try await ground.failure(of: SudoVerb(action: .narrow, user: "ansadm"))
            #expect(failure?.code == .helperRefused)
            #expect(ground.sandbox.exists("/etc/sudoers.d/ansadm"))
        }
    }

    /// The whole step, with a host that lets nobody in once the rule is gone.
    @Test(arguments: [true, false])
    func theStepProvesItself(_ letsIn: Bool) async throws {
        let wide = "ansadm ALL=(ALL) NOPASSWD: ALL\n"
        try await with(["ansadm": wide]) { ground in
            let sandbox = ground.sandbox
            let hosts = FleetHosts([try sandbox.host()], settings: try Sandbox.settings()) { _ in
                SudoTransport(sandbox: sandbox, letsIn: letsIn)
            }
            let resource = try Steps.resource(SudoSpecification(user: "ansadm"), "ansadm")
            let found = SudoObservation(wideFiles: ["/etc/sudoers.d/ansadm"], isWideElsewhere: false)
            let failures = try await FleetPerformer(hosts).carryOut([
                Steps.step(resource, .update, StepVerb.narrow, found)
            ])
            #expect(sandbox.exists("/etc/sudoers.d/ansadm") == !letsIn)
            #expect(failures.values.first?.code == (letsIn ? nil : .rolledBack))
        }
    }
}
