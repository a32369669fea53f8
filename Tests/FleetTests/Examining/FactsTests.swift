import BrokerModel
import Testing

@testable import Fleet

/// What is made of the words of a host.
@Suite("Facts about a host")
struct FactsTests {
    private func facts(_ change: (inout ExaminationReport) -> Void) -> HostFacts {
        var report = ExaminationReport()
        change(&report)
        return HostFacts(report, helper: nil, sent: 0, received: 0)
    }

    @Test func interfacesHaveTheirAddresses() {
        let facts = facts {
            $0.links = """
                1: lo: <LOOPBACK,UP> mtu 65536 mode DEFAULT\\    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
                7: eth0@if8: <BROADCAST> mtu 1500\\    link/ether 02:42:c0:a8:4f:15 brd ff:ff:ff:ff:ff:ff link-netnsid 0
                """
            $0.addresses = """
                1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever
                7: eth0    inet 192.0.2.21/24 brd 192.0.2.255 scope global eth0\\       valid_lft forever
                7: eth0    inet 192.0.2.100/32 scope global eth0\\       valid_lft forever
                7: eth0    inet6 fe80::1/64 scope link
                """
        }
        #expect(facts.interface(with: "192.0.2.100")?.name == "eth0")
        #expect(facts.interface(with: "192.0.2.21")?.hardwareAddress == "02:42:c0:a8:4f:15")
        #expect(facts.interface(with: "192.0.2.2") == nil)
        #expect(facts.interfaces.first?.hardwareAddress == nil)
    }

    @Test(arguments: [
        ("    (ALL : ALL) NOPASSWD: ALL", true), ("    (root) NOPASSWD: ALL", true), ("    (ALL) ALL", false),
        ("    (root) NOPASSWD: /usr/local/lib/isobar/isobar-helper \"\"", false), ("NOPASSWD: ALL", false),
    ])
    func aWideRuleIsKnown(_ line: String, _ isWide: Bool) {
        let facts = facts {
            $0.account = "ansadm"
            $0.rights = "User ansadm may run the following commands on h:\n\(line)\n"
        }
        #expect(facts.hasWideRights == isWide)
    }

    @Test func onlyInstalledPackagesCount() {
        let facts = facts { $0.packages = "a installed 1.0-1\nb config-files 2.0\nc not-installed \n" }
        #expect(facts.packages == ["a": "1.0-1"])
    }

    @Test(arguments: [
        ("HAProxy version 2.6.12-1+deb12u1 2023/12/16 - https://haproxy.org/", "2.6.12-1+deb12u1"),
        (#"{"Version":"3.7.15","Codename":"x"}"#, "3.7.15"), (#"{"Version": "3.0"}"#, "3.0"), ("{}", nil), ("", nil),
    ] as [(String, String?)])
    func versionsAreRead(_ text: String, _ version: String?) {
        #expect(facts { $0.programs = ["x": text] }.programs["x"] == version)
    }

    @Test(arguments: [
        ("4096 10 20 5 9", Int64(40960)), ("4096 10 20 0 0", 40960), ("4096 10", nil), ("", nil), ("x 1 1 1 1", nil),
        ("-1 10 20 6 9", nil), ("4096 9223372036854775807 1 1 1", nil),
    ] as [(String, Int64?)])
    func roomIsCounted(_ figures: String, _ free: Int64?) {
        let facts = facts { $0.disks = [.init(path: "/home/gb", mountPoint: "/", figures: figures)] }
        #expect(facts.disks.first?.free == free)
        #expect(facts.disks.first?.freeFiles == (figures.hasSuffix("5 9") ? 5 : nil))
    }

    @Test func wordsOfAHostAreFitToBeShown() {
        let facts = facts {
            $0.release = "\u{1B}[2Jevil"
            $0.packages = "a installed 1\u{7}\n"
        }
        #expect(facts.release == "?[2Jevil")
        #expect(facts.packages["a"] == "1?")
    }

    @Test func aClockIsKnownWithinBounds() {
        // Asked at 100 s, answered at 101 s; the host began at 110.2 s and ended at 110.7 s.
        let reading = ClockReading(
            sent: Timestamp(seconds: 100), received: Timestamp(seconds: 101),
            begun: Timestamp(microseconds: 110_200_000), ended: Timestamp(microseconds: 110_700_000))
        #expect(reading.lead == Duration.milliseconds(9_700)...Duration.milliseconds(10_200))
    }

    @Test func silenceAndNeighboursAreRead() {
        let report = ReachReport(
            connections: "tcp 192.0.2.1 443 open\ntcp 192.0.2.1 80 refused\nudp 192.0.2.1 6379 open\nnonsense\n",
            neighbours: """
                192.0.2.1 dev eth0 lladdr 02:42:c0:00:02:01 REACHABLE
                192.0.2.9 dev eth0 FAILED
                192.0.2.8 dev eth0 lladdr 02:42:c0:00:02:08 REACHABLE
                192.0.2.3 dev eth0  INCOMPLETE
                """)
        let targets = [443, 80, 6379].map { ReachFacts.Target(address: "192.0.2.1", port: $0) }
        let facts = ReachFacts(report, targets: targets)
        #expect(facts.outcomes[targets[0]] == .open)
        #expect(facts.outcomes[targets[1]] == .refused)
        #expect(facts.outcomes[targets[2]] == .silent)
        #expect(facts.neighbours == ["192.0.2.1": "02:42:c0:00:02:01"])
    }
}
