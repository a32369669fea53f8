import BrokerModel
import Controller
import Foundation
import Ledger
import Reconciliation
import TestSupport
import Testing

/// `isobar rollback` and `isobar unpin` as people give them, to a service on hosts in memory.
@Suite("isobar rollback and isobar unpin", .timeLimit(.minutes(5)))
struct RollbackCommandTests {
    private static func both(_ version: String) -> [String: String] {
        ["waloop01": "example/antiloop:\(version)", "waloop02": "example/antiloop:\(version)"]
    }

    @Test(
        "Going back is said in words: to which run and commit, by whom and why; unpin brings the branch's commit again")
    func whole() async throws {
        let fixture = try ServiceFixture()
        let first = try fixture.commit("first")
        let second = try await fixture.listening { door in
            try await door.service.untilStanding(at: first)
            let second = try fixture.commit("second", antiloop: "1.0.1")
            try await door.service.untilStanding(at: second)

            let back = try await fixture.isobar("rollback", "--reason", "it was better")
            #expect(back.status == 0, "\(back.errorOutput)")
            #expect(back.output.contains("\nBranch:  \(second.prefix(10)) second\n"), "\(back.output)")
            let held = "\nHeld:    all at run 1, commit \(first.prefix(10)), by "
            #expect(back.output.contains(held), "\(back.output)")
            let person = try #require(await door.service.status.pins.first?.by)
            #expect(person.hasSuffix("@test") && person != "isobar@test")
            #expect(back.output.contains("by \(person): it was better; let go with: isobar unpin\n"), "\(back.output)")
            try await door.service.untilStanding(at: first)
            #expect(await fixture.images() == Self.both("1.0.0"))
            #expect(try await fixture.isobar("sync").output.contains(held))

            let forward = try await fixture.isobar("unpin")
            #expect(forward.status == 0 && !forward.output.contains("Held:"), "\(forward.output)\(forward.errorOutput)")
            try await door.service.untilStanding(at: second)
            #expect(await fixture.images() == Self.both("1.0.1"))
            return second
        }
        let runs = try await fixture.reconciler().ledger.runs(limit: 10)
        #expect(runs.map(\.commit) == [second, first, second, first])
        #expect(runs.map { $0.actor == "isobar@test" } == [true, false, true, true], "going back is the person's")
    }

    @Test("One node goes back, as JSON: run, commit and node of what is held; unpin of that node alone")
    func oneNode() async throws {
        let fixture = try ServiceFixture()
        let first = try fixture.commit("first")
        try await fixture.listening { door in
            try await door.service.untilStanding(at: first)
            let second = try fixture.commit("second", antiloop: "1.0.1")
            try await door.service.untilStanding(at: second)
            let back = try await fixture.isobar(
                "rollback", "1", "--node", "ca-eccc-msc", "--reason", "theirs", "--format", "json")
            #expect(back.status == 0, "\(back.errorOutput)")
            let pins = try #require(try back.json()["pins"] as? [[String: Any]])
            #expect(pins.count == 1)
            let pin = try #require(pins.first)
            #expect(pin["run"] as? Int == 1 && pin["commit"] as? String == first)
            #expect(pin["node"] as? String == "ca-eccc-msc" && pin["reason"] as? String == "theirs")
            #expect((pin["by"] as? String)?.hasSuffix("@test") == true)
            _ = try await door.service.until("the node is back") { status in
                let images = await fixture.images()
                return status.state == "standing" && images == Self.both("1.0.0")
            }

            let other = try await fixture.isobar("unpin", "--node", "fr-node")
            #expect(other.status == 1 && other.errorOutput.contains("nothing is held there"), "\(other.errorOutput)")
            let unpinned = try await fixture.isobar("unpin", "--node", "ca-eccc-msc", "--format", "json")
            let left = try unpinned.json()["pins"] as? [Any]
            #expect(unpinned.status == 0 && left?.isEmpty == true)
            _ = try await door.service.until("it is forward again") { status in
                let images = await fixture.images()
                return status.state == "standing" && images == Self.both("1.0.1")
            }
        }
    }

    @Test(
        "What cannot be gone back to, or let go, is refused with what to do: 1 where it is not there, 64 where wrong")
    func refused() async throws {
        let fixture = try ServiceFixture()
        let first = try fixture.commit("first")
        try await fixture.listening { door in
            try await door.service.untilStanding(at: first)
            // A run that failed: an image that no registry has.
            let broken = try fixture.commit("broken", antiloop: "9.9.9")
            _ = try await door.service.until("a run failed") { status in
                await door.service.counted.runs.contains { $0.key.outcome == "failed" } && status.head?.commit == broken
            }
            let mistakes: [(arguments: [String], status: Int32, words: [String])] = [
                (["rollback", "77"], 1, ["there is no run 77", "isobar history"]),
                (["rollback", "2"], 64, ["run 2 ended as failed", "isobar history --outcome succeeded"]),
                (["rollback", "1", "--node", "fr-nowhere"], 1, ["fr-nowhere"]),
                (["rollback", "0"], 64, ["numbered from 1"]),
                (["rollback", "soon"], 64, ["soon"]),
                (["rollback", "1", "--node", "not a node"], 64, ["not a node"]),
                (["rollback", "--reason", "two\nlines"], 64, ["without control characters"]),
                (["unpin"], 1, ["nothing is held there", "isobar sync"]),
                (["unpin", "--node", "ca-eccc-msc"], 1, ["nothing is held there"]),
                (["unpin", "ca-eccc-msc"], 64, ["ca-eccc-msc"]),
            ]
            for (arguments, status, words) in mistakes {
                let ended = try await fixture.isobar(arguments)
                #expect(ended.status == status, "\(arguments): \(ended.errorOutput)")
                #expect(ended.output.isEmpty && words.allSatisfy(ended.errorOutput.contains), "\(ended.errorOutput)")
            }
            #expect(await door.service.status.pins.isEmpty)
        }
        // Without a service it is said how to start one.
        for command in ["rollback", "unpin"] {
            let ended = try await fixture.isobar(command)
            #expect(
                ended.status == 1 && ended.errorOutput.contains("start it with: isobar serve"), "\(ended.errorOutput)")
        }
    }
}
