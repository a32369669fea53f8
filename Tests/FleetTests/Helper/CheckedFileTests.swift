import BrokerModel
import Foundation
import Testing

@testable import Fleet

@Suite("Files that are checked on the host")
struct CheckedFileTests {
    private static let path = "/etc/haproxy/haproxy.cfg"
    private static let owner = FileOwnership(owner: "root", group: "root", mode: 0o640)
    private static let good = """
        global
          description isobar good
        defaults
          mode tcp
          timeout client 3m
          timeout server 3m
          timeout connect 5s
        frontend test
          bind 127.0.0.1:18883

        """

    @Test func aBrokenConfigurationNeverReplacesAGoodOne() async throws {
        try await Sandbox.with { sandbox in
            let performer = FleetPerformer(try sandbox.fleet())
            let good = try Steps.file(Self.path, ConfidentialText(Self.good), check: .haproxy, ownership: Self.owner)
            let bad = try Steps.file(Self.path, "global\n  nonsense here\n", check: .haproxy, ownership: Self.owner)
            #expect(try await performer.carryOut([Steps.put(good)]) == [:])
            let seen = try await sandbox.observedHost().resources[good.address]?.observation
            let failure = try await performer.carryOut([Steps.put(bad, over: seen)])[bad.address]
            #expect(failure?.code == .validationRefused)
            #expect(failure?.response.contains("unknown keyword 'nonsense'") == true)
            #expect(failure?.subject == "host01, /etc/haproxy/haproxy.cfg")
            #expect(try sandbox.text(Self.path) == Self.good)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: sandbox.url("/etc/haproxy/").path)
                    == ["haproxy.cfg"])
        }
    }

    @Test func thePreviousConfigurationIsKept() async throws {
        try await Sandbox.with { sandbox in
            let performer = FleetPerformer(try sandbox.fleet())
            let first = try Steps.file(Self.path, ConfidentialText(Self.good), check: .haproxy, ownership: Self.owner)
            let second = try Steps.file(
                Self.path, ConfidentialText(Self.good + "# second\n"), check: .haproxy, ownership: Self.owner)
            try await performer.carryOut([Steps.put(first)])
            let seen = try await sandbox.observedHost().resources[first.address]?.observation
            // Twice, as after a lost answer: the first version is still the one kept.
            let plan = try Steps.plan([Steps.put(second, over: seen)])
            #expect(await performer.begin(plan) == [:])
            for _ in 1...2 { _ = try await performer.perform(plan.steps[0]) }
            #expect(try sandbox.text("/var/lib/isobar/previous/content" + Self.path) == Self.good)
            #expect(await performer.end(plan, outcomes: [:]) == [:])
            #expect(!sandbox.exists("/var/lib/isobar/previous"), "the way back ends with the run")
        }
    }
}
