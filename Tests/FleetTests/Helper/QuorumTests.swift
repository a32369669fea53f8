import BrokerModel
import Foundation
import Testing

@testable import Fleet

/// The verb that changes the third vote, where there is none: what it refuses.
/// What it does is tested on the lab.
@Suite("The verb of the third vote")
struct QuorumTests {
    private func failure(_ action: QuorumVerb.Action, in sandbox: Sandbox) async throws -> Failure? {
        let link = try sandbox.link()
        let lease = LeaseVerb(action: .take, holder: link.settings.holder)
        await link.hold(try await link.run([lease]).leaseToken)
        do {
            try await link.run(QuorumVerb(action: action))
            return nil
        } catch let failure as Failure {
            return failure
        }
    }

    private static let actions: [QuorumVerb.Action] = [
        .serve, .request(authority: Array("a certificate".utf8)), .sign(Array("a request".utf8)),
        .enrol(Array("a certificate".utf8)), .use(address: "192.0.2.41"), .connect, .leave, .reload, .retire,
    ]

    @Test func withoutALeaseNothingIsDone() async throws {
        try await Sandbox.with { sandbox in
            for action in Self.actions {
                let failure = await #expect(throws: Failure.self) {
                    try await sandbox.link().run(QuorumVerb(action: action))
                }
                #expect(failure?.code == .locked)
            }
        }
    }

    @Test func whatTheManifestDoesNotListIsLeftAlone() async throws {
        try await Sandbox.with { sandbox in
            for action in Self.actions {
                let failure = try await failure(action, in: sandbox)
                #expect(failure?.code == .helperRefused)
                #expect(failure?.response.contains("does not list cluster/quorum-device") == true)
            }
        }
    }

    @Test(arguments: ["", "$(id)", "192.0.2.1\n        tls: off", "1.2.3.4/24", "a b", "host.example"])
    func anAddressIsOnlyAnAddress(_ text: String) async throws {
        try await Sandbox.with { sandbox in
            let failure = try await failure(.use(address: text), in: sandbox)
            #expect(failure?.code == .helperRefused)
            #expect(failure?.response.contains("does not list") != true)
        }
    }

    /// A host without the daemons, which is a state and no trouble.
    @Test func aHostWithoutTheDaemonsIsSeenAsSuch() async throws {
        try await Sandbox.with { sandbox in
            let answer = try await sandbox.link().run([LookVerb(asksQuorum: true)])
            #expect(answer.quorum == QuorumReport(server: nil, member: nil, isConnected: false))
            #expect(answer.troubles.isEmpty)
        }
    }

    /// As pcs writes it, and as the helper does.
    @Test func theDeviceIsReadFromCorosyncsFile() {
        let text = """
            totem {
                cluster_name: ha_cluster
            }
            quorum {
                provider: corosync_votequorum

                device {
                    model: net
                    votes: 1

                    net {
                        algorithm: ffsplit
                        host: 192.0.2.41
                        tls: required
                    }
                }
            }
            """
        let configuration = CorosyncConfiguration(text)
        #expect(
            configuration.device
                == ["model": "net", "votes": "1", "net.algorithm": "ffsplit", "net.host": "192.0.2.41", "net.tls": "required"])
        #expect(configuration.clusterName == "ha_cluster")
        #expect(CorosyncConfiguration("quorum {\n two_node: 1\n}\n").device.isEmpty)
    }
}
