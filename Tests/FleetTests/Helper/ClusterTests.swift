import BrokerModel
import Foundation
import Testing

@testable import Fleet

/// The verb that changes the cluster, where there is none to change: what it
/// refuses. What it does is tested on the lab.
@Suite("The cluster verb")
struct ClusterTests {
    private static func member(_ address: String) throws -> ClusterMember {
        ClusterMember(host: try Sandbox.name.required, address: address, interface: "eth0")
    }

    /// Runs an action under a lease.
    private func failure(_ action: ClusterVerb.Action, in sandbox: Sandbox) async throws -> Failure? {
        let link = try sandbox.link()
        let lease = LeaseVerb(action: .take, holder: link.settings.holder)
        await link.hold(try await link.run([lease]).leaseToken)
        do {
            try await link.run(ClusterVerb(action: action))
            return nil
        } catch let failure as Failure {
            return failure
        }
    }

    @Test func withoutALeaseNothingIsDone() async throws {
        try await Sandbox.with { sandbox in
            let failure = await #expect(throws: Failure.self) {
                try await sandbox.link().run(ClusterVerb(action: .cleanup))
            }
            #expect(failure?.code == .locked)
        }
    }

    @Test func whatTheManifestDoesNotListIsLeftAlone() async throws {
        try await Sandbox.with { sandbox in
            let actions: [ClusterVerb.Action] = [
                .clear, .start, .cleanup, .password(ConfidentialText(Secret("word"))),
                .create([try Self.member("192.0.2.1")], password: ConfidentialText(Secret("word"))),
                .configure(address: "192.0.2.100", interface: nil, policy: "ignore", preference: .keep),
                .move(to: try Sandbox.name.required), .stand, .leave,
                .admit(try Self.member("192.0.2.1"), password: ConfidentialText(Secret("word"))),
                .arm(address: "192.0.2.1", interface: nil, seconds: 10),
            ]
            for action in actions {
                let failure = try await failure(action, in: sandbox)
                #expect(failure?.code == .helperRefused)
                #expect(failure?.response.contains("does not list cluster/virtual-ip") == true)
            }
        }
    }

    @Test(arguments: ["", "$(id)", "192.0.2.1' op='", "1.2.3.4/24", "a b", "host.example"])
    func anAddressIsOnlyAnAddress(_ text: String) async throws {
        try await Sandbox.with { sandbox in
            for action in [
                ClusterVerb.Action.configure(
                    address: text, interface: "eth0", policy: "ignore", preference: .none),
                .create([try Self.member(text)], password: ConfidentialText(Secret("word"))),
            ] {
                #expect(try await failure(action, in: sandbox)?.response.contains("does not list") != true)
                #expect(try await failure(action, in: sandbox)?.code == .helperRefused)
            }
        }
    }

    @Test(arguments: ["-h", "eth0'/><x", "eth0 eth1", "$(id)", "sixteen-letters-"])
    func anInterfaceIsOnlyAnInterface(_ text: String) async throws {
        try await Sandbox.with { sandbox in
            let failure = try await failure(
                .configure(address: "192.0.2.1", interface: text, policy: "stop", preference: .keep), in: sandbox)
            #expect(failure?.code == .helperRefused)
            #expect(failure?.response.contains("no interface") == true)
        }
    }

    @Test(arguments: ["", "two\nlines", "tab\there", String(repeating: "x", count: 513)])
    func aPasswordIsOneLine(_ text: String) async throws {
        try await Sandbox.with { sandbox in
            let failure = try await failure(.password(ConfidentialText(Secret(text))), in: sandbox)
            #expect(failure?.code == .helperRefused)
            #expect(failure?.response.contains("list") == false)
        }
    }

    /// This machine has no pacemaker, which is a state and no trouble.
    @Test func aHostWithoutPacemakerIsSeenAsSuch() async throws {
        try await Sandbox.with { sandbox in
            let answer = try await sandbox.link().run([LookVerb(clusterAddress: "192.0.2.100")])
            #expect(answer.cluster?.isInstalled == false)
            #expect(answer.troubles.isEmpty)
        }
    }
}
