import BrokerModel
import Controller
import Foundation
import Ledger
import Reconciliation
import TestSupport
import Testing

/// Going back, on hosts in memory with a real repository and a real ledger.
@Suite("Rollback", .timeLimit(.minutes(5)))
struct RollbackTests {
    private static func both(_ version: String) -> [String: String] {
        ["waloop01": "example/antiloop:\(version)", "waloop02": "example/antiloop:\(version)"]
    }

    @Test("The commit before is brought back at once and held over a restart, until the branch has another")
    func whole() async throws {
        let fixture = try ServiceFixture()
        let first = try fixture.commit("first")
        let second = try await fixture.serving { service in
            try await service.untilStanding(at: first)
            let second = try fixture.commit("second", antiloop: "1.0.1")
            try await service.untilStanding(at: second)
            _ = try await service.rollBack(to: nil, node: nil, by: "ada@test", reason: "it was better")
            try await service.untilStanding(at: first)
            #expect(await fixture.images() == Self.both("1.0.0"))
            let status = await service.status
            #expect(status.pins.map(\.commit) == [first] && status.pins.map(\.run) == [1])
            #expect(status.head?.commit == second)
            // What somebody stops is mended by what is held.
            await fixture.stop(on: "waloop01")
            _ = try await service.until("started again") { _ in await fixture.images() == Self.both("1.0.0") }
            return second
        }
        let ledger = try fixture.reconciler().ledger
        #expect(try await ledger.runs(matching: HistoryFilter(actor: "ada")).entries.map(\.commit) == [first])
        try await fixture.serving { service in
            let status = try await service.untilStanding(at: first)
            #expect(status.head?.commit == second && status.pins.count == 1)
            let versions = (DesiredText.files()["versions.yaml"] ?? "").replacing(
                "antiloop:1.0.0", with: "antiloop:1.0.1")
            let third = try fixture.commit("third", files: ["versions.yaml": versions + "\n# again\n"])
            try await service.untilStanding(at: third)
            #expect(await fixture.images() == Self.both("1.0.1"))
            #expect(await service.status.pins.isEmpty)
            _ = try await service.until("its end is on record") { _ in (try? await ledger.openPins())?.isEmpty == true }
        }
        let actions = try await ledger.auditEntries(matching: HistoryFilter(limit: 500)).map(\.action)
        #expect(actions.contains("roll-back") && actions.contains("unpin"))
        _ = try await ledger.verifyAuditChain()
    }

    @Test("One node goes back with the image it had; what else the branch changed stays; unpin brings it forward")
    func oneNode() async throws {
        let fixture = try ServiceFixture()
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: first)
            let second = try fixture.commit("second", antiloop: "1.0.1")
            try await service.untilStanding(at: second)
            let node = try #require(CentreID("ca-eccc-msc"))
            _ = try await service.rollBack(to: RunID(1), node: node, by: "ada@test", reason: nil)
            _ = try await service.until("the node is back") { status in
                let images = await fixture.images()
                return status.state == "standing" && images == Self.both("1.0.0")
            }
            #expect(await service.status.appliedCommit == second)
            _ = try await service.unpin(node, by: "ada@test")
            _ = try await service.until("it is forward again") { status in
                let images = await fixture.images()
                return status.state == "standing" && images == Self.both("1.0.1")
            }
        }
    }

    @Test("Under approval the person's word is enough to go back, and to go forward again a plan waits")
    func underApproval() async throws {
        let fixture = try ServiceFixture()
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: first)
            try await service.untilStanding(at: try fixture.commit("second", antiloop: "1.0.1"))
            await service.reload(try fixture.configuration(policy: "{apply: approval}"))
            _ = try await service.rollBack(to: RunID(1), node: nil, by: "ada@test", reason: nil)
            try await service.untilStanding(at: first)
            _ = try await service.unpin(nil, by: "ada@test")
            _ = try await service.until("a plan waits") { $0.state == "waiting" }
            #expect(await fixture.images() == Self.both("1.0.0"))
        }
    }

    @Test("An older EMQX is not given the data of a newer one, whoever goes back; all else goes back")
    func data() async throws {
        let fixture = try ServiceFixture()
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: first)
            let versions = (DesiredText.files()["versions.yaml"] ?? "")
                .replacing("emqx:1.0.0", with: "emqx:1.0.1").replacing("antiloop:1.0.0", with: "antiloop:1.0.1")
            let second = try fixture.commit("second", files: ["versions.yaml": versions])
            try await service.untilStanding(at: second)
            #expect(await fixture.images(of: "emqx") == ["wbroker01": "example/emqx:1.0.1"])
            _ = try await service.rollBack(to: RunID(1), node: nil, by: "ada@test", reason: nil)
            _ = try await service.until("all else is back") { status in
                let images = await fixture.images()
                return status.state == "incomplete" && images == Self.both("1.0.0")
            }
            #expect(await fixture.images(of: "emqx") == ["wbroker01": "example/emqx:1.0.1"])
        }
    }

    @Test("What cannot be gone back to is refused with what to do, and holds nothing")
    func refused() async throws {
        let fixture = try ServiceFixture()
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: first)
            let node = try #require(CentreID("xx-nowhere"))
            let attempts: [(RunID?, CentreID?, FailureCode)] = [
                (nil, nil, .notFound), (RunID(77), nil, .notFound), (RunID(1), nil, .usage),
                (RunID(1), node, .notFound),
            ]
            for (run, node, code) in attempts {
                let failure = await #expect(throws: Failure.self) {
                    try await service.rollBack(to: run, node: node, by: "ada@test", reason: nil)
                }
                #expect(failure?.code == code, "\(run as Any)")
            }
            let nothing = await #expect(throws: Failure.self) { try await service.unpin(nil, by: "ada@test") }
            #expect(nothing?.code == .notFound)
            #expect(await service.status.pins.isEmpty)
        }
    }

    @Test("A rollout that fails for good is gone back from by itself where the policy says so")
    func automatic() async throws {
        let fixture = try ServiceFixture(policy: "{apply: automatic, rollback: true}")
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: first)
            // An image that no registry has.
            let broken = try fixture.commit("broken", antiloop: "9.9.9")
            let status = try await service.until("it is held at the first") { status in
                status.state == "standing" && status.appliedCommit == first && !status.pins.isEmpty
            }
            #expect(status.head?.commit == broken)
            #expect(status.pins.first?.by == "isobar@test")
            #expect(status.pins.first?.reason?.contains("failed") == true)
            #expect(await fixture.images() == Self.both("1.0.0"))
            try await service.untilStanding(at: try fixture.commit("mended", antiloop: "1.0.1"))
        }
    }
}
