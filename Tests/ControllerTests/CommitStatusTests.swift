import BrokerModel
import Controller
import Decisions
import Forge
import Foundation
import Testing

/// What a forge shows beside commits, told over curl(1) to one that listens on
/// loopback and takes what its documentation says.
@Suite("Statuses of commits at the forge", .timeLimit(.minutes(5)))
struct CommitStatusTests {
    /// A service that tells a forge.
    private func fixture(
        _ kind: ForgeKind, at address: String, policy: String = "{apply: automatic}"
    ) throws -> ServiceFixture {
        let fixture = try ServiceFixture(
            policy: policy,
            more: "forge: {kind: \(kind.rawValue), url: \"\(address)\", repository: wmo/broker, tokenFile: token}")
        try Data((ForgeServer.token + "\n").utf8).write(to: URL(fileURLWithPath: fixture.directory + "/token"))
        return fixture
    }

    private static func failed(_ kind: ForgeKind) -> String { kind == .gitlab ? "failed" : "failure" }

    @Test(
        "Each phase of a rollout, to its end; a state that is not valid is a failure with its reason",
        arguments: ForgeKind.allCases)
    func phases(kind: ForgeKind) async throws {
        let forge = ForgeServer(kind)
        try await forge.listening { address in
            let fixture = try fixture(kind, at: address)
            let first = try fixture.commit("first")
            let second = try await fixture.serving { service in
                try await service.untilStanding(at: first)
                let second = try fixture.commit("second", files: ["nodes/ca-eccc-msc.yaml": "centreId: 7x\n"])
                _ = try await service.until("it is refused") { $0.head?.objection != nil }
                return second
            }
            let ofFirst = forge.statuses.filter { $0.commit == first }
            #expect(ofFirst.last?.state == "success" && ofFirst.last?.summary == "the hosts are as it wants them")
            #expect(ofFirst.dropLast().allSatisfy { $0.state == "pending" })
            let ofSecond = forge.statuses.filter { $0.commit == second }
            #expect(ofSecond.last?.state == Self.failed(kind))
            let said = ofSecond.last?.summary ?? "nothing"
            #expect(said.hasPrefix("not used: nodes/ca-eccc-msc.yaml:1:"), "\(said)")
        }
    }

    @Test(
        "A forge that is away for a while is told nevertheless, and nothing else waits for it",
        arguments: ForgeKind.allCases)
    func away(kind: ForgeKind) async throws {
        let forge = ForgeServer(kind)
        forge.fail(7)
        try await forge.listening { address in
            let fixture = try fixture(kind, at: address)
            let first = try fixture.commit("first")
            try await fixture.serving { service in
                try await service.untilStanding(at: first)
                _ = try await service.until("the forge knows") { _ in forge.statuses.last?.state == "success" }
            }
            #expect(forge.requests > 7)
            #expect(Set(forge.statuses.map(\.commit)) == [first])
        }
    }

    @Test("What waits when the service ends is not left as pending; the next start takes it up again")
    func ended() async throws {
        let forge = ForgeServer(.github)
        try await forge.listening { address in
            let fixture = try fixture(.github, at: address, policy: "{apply: approval}")
            let first = try fixture.commit("first")
            for _ in 1...2 {
                try await fixture.serving { service in
                    _ = try await service.until("a plan waits") { $0.state == "waiting" }
                    _ = try await service.until("the forge knows") { _ in
                        forge.statuses.last?.summary.hasSuffix("steps wait for approval") == true
                    }
                    #expect(forge.statuses.last?.state == "pending")
                }
                let last = forge.statuses.last
                #expect(last?.state == "failure" && last?.summary == "the service ended before it was carried out")
            }
            #expect(Set(forge.statuses.map(\.commit)) == [first])
        }
    }

    @Test("What the forge was not told of a commit when the service ended, the next one tells it", arguments: [false, true])
    func untold(isDamaged: Bool) async throws {
        let forge = ForgeServer(.github)
        try await forge.listening { address in
            let fixture = try fixture(.github, at: address, policy: "{apply: approval}")
            let first = try fixture.commit("first")
            let file = fixture.directory + "/isobar.sqlite.untold"
            let second = try await fixture.serving { service in
                _ = try await service.until("the forge knows") { _ in
                    forge.statuses.last?.summary.hasSuffix("steps wait for approval") == true
                }
                forge.fail(1000)
                let second = try fixture.commit("second", antiloop: "1.0.1")
                _ = try await service.until("it waits") { $0.state == "waiting" && $0.head?.commit == second }
                return second
            }
            #expect(forge.statuses.allSatisfy { $0.commit == first && $0.state == "pending" })
            #expect(try String(contentsOfFile: file, encoding: .utf8).contains("overtaken by commit"))
            if isDamaged { try Data("[{".utf8).write(to: URL(fileURLWithPath: file)) }
            forge.fail(0)
            try await fixture.serving { service in
                _ = try await service.until("the forge knows") { _ in
                    forge.statuses.last { $0.commit == second }?.summary.hasSuffix("steps wait for approval") == true
                }
                _ = try await service.until("nothing waits") { _ in !FileManager.default.fileExists(atPath: file) }
            }
            let last = forge.statuses.last { $0.commit == first }
            #expect(last?.state == (isDamaged ? "pending" : "failure"))
            if !isDamaged { #expect(last?.summary == "overtaken by commit \(second.prefix(10))") }
        }
    }

    @Test("What a forge refused for its token is told once the token is replaced", arguments: ForgeKind.allCases)
    func replacedToken(kind: ForgeKind) async throws {
        let forge = ForgeServer(kind)
        try await forge.listening { address in
            let fixture = try fixture(kind, at: address)
            let token = URL(fileURLWithPath: fixture.directory + "/token")
            try Data("expired".utf8).write(to: token)
            let first = try fixture.commit("first")
            try await fixture.serving { service in
                try await service.untilStanding(at: first)
                _ = try await service.until("it is refused") { _ in
                    fixture.said.lines.contains {
                        $0.message == "the forge does not take it" && "\($0)".contains("success")
                    }
                }
                #expect(forge.statuses.isEmpty)
                try Data(ForgeServer.token.utf8).write(to: token)
                _ = try await service.until("the forge knows") { _ in forge.statuses.last?.state == "success" }
            }
            #expect(Set(forge.statuses.map(\.commit)) == [first])
        }
    }

    @Test("A token that is not taken is logged without being told, and keeps nothing from being done")
    func refused() async throws {
        let forge = ForgeServer(.gitea)
        try await forge.listening { address in
            let fixture = try fixture(.gitea, at: address)
            let wrong = "another-token"
            try Data(wrong.utf8).write(to: URL(fileURLWithPath: fixture.directory + "/token"))
            let first = try fixture.commit("first")
            try await fixture.serving { service in try await service.untilStanding(at: first) }
            #expect(forge.statuses.isEmpty && forge.requests > 0)
            let lines = fixture.said.lines
            #expect(lines.contains { $0.message == "the forge does not take it" })
            #expect(!lines.contains { "\($0)".contains(wrong) })
        }
    }
}
