import BrokerModel
import Foundation
import Ledger
import TestSupport
import Testing

/// The command `apply` as a process, where no host answers.
@Suite("isobar apply")
struct ApplyTests {
    let controller: Controller

    init() async throws {
        controller = try await Controller()
    }

    /// What the JSON form always holds.
    private struct Facts: Decodable {
        struct PlanEntry: Decodable {
            struct Host: Decodable { var host: String }
            var digest: String
            var broker: String
            var unreachable: [Host]
        }
        struct RunEntry: Decodable { var number: Int }
        var formatVersion: Int
        var plan: PlanEntry
        var run: RunEntry?
        var exitStatus: Int32
    }

    @Test("Without a run the JSON has the same shape, the run is null, and its status is the process's")
    func jsonWithoutARun() throws {
        let ended = try controller.isobar("apply", "--yes", "--format", "json")
        #expect(ended.status == 8, "\(ended.errorOutput)")
        #expect(ended.output.contains("\"run\" : null"))
        let facts = try JSONDecoder().decode(Facts.self, from: Data(ended.output.utf8))
        #expect(facts.formatVersion == 1 && facts.run == nil && facts.exitStatus == 8)
        #expect(facts.plan.broker == "xx-example-global-broker")
        #expect(facts.plan.unreachable.map(\.host) == ["waloop01", "waloop02", "wbroker01"])
    }

    @Test("A reviewed plan that is the same is carried out: a run without a step")
    func jsonWithARun() throws {
        #expect(try controller.isobar("plan", "--out", "a.plan").status == 8)
        let ended = try controller.isobar("apply", "a.plan", "--yes", "--format", "json")
        #expect(ended.status == 8, "\(ended.errorOutput)")
        let facts = try JSONDecoder().decode(Facts.self, from: Data(ended.output.utf8))
        #expect(facts.run?.number == 1 && facts.exitStatus == 8)
    }

    @Test("A plan file that is damaged, of another version, another broker or not there is refused, and says why")
    func planFiles() throws {
        #expect(try controller.isobar("plan", "--out", "good.plan").status == 8)
        let good = try controller.read("good.plan")
        func refusal(_ text: String?) throws -> String {
            if let text { try controller.write("bad.plan", text) }
            let ended = try controller.isobar("apply", text == nil ? "none.plan" : "bad.plan", "--yes")
            #expect(ended.status == 64, "\(ended.errorOutput)")
            #expect(ended.errorOutput.hasPrefix("isobar: error: could not "))
            return ended.errorOutput
        }
        #expect(try refusal(nil).contains("there is no such file"))
        #expect(try refusal(String(good.dropLast(40))).contains("it is not a plan in JSON"))
        #expect(try refusal(good.replacing("sha256:", with: "md5:")).contains("is damaged"))
        // Of another version nothing else is known.
        #expect(try refusal("{\"formatVersion\": 2}").contains("its format is version 2, this program knows 1"))
        let foreign = good.replacing("xx-example-global-broker", with: "yy-other-global-broker")
        #expect(try refusal(foreign).contains("for the broker yy-other-global-broker"))
    }

    @Test("A plan of a world that moved since is refused with 5")
    func stale() throws {
        #expect(try controller.isobar("plan", "--out", "a.plan").status == 8)
        let digest = Digest(of: "another").description
        let plan = try controller.read("a.plan").replacing(#/sha256:[0-9a-f]+/#, with: digest)
        try controller.write("a.plan", plan)
        let ended = try controller.isobar("apply", "a.plan", "--yes")
        #expect(ended.status == 5)
        #expect(ended.errorOutput.contains(digest))
    }

    @Test("A policy of observing refuses with 7, an unreadable state with 1")
    func refusals() throws {
        try controller.write("isobar.yaml", try controller.read("isobar.yaml") + "\npolicy: {apply: observe}\n")
        #expect(try controller.isobar("plan", "--out", "a.plan").status == 8)
        #expect(try controller.isobar("apply", "a.plan", "--yes").status == 7)
        try controller.repository.commit("break", ["versions.yaml": "antiloop: [\n"])
        let ended = try controller.isobar("apply", "--yes")
        #expect(ended.status == 1 && ended.errorOutput.contains("versions.yaml:"))
    }

    @Test("While another run holds the lock nothing begins: 7, and its holder is named")
    func locked() throws {
        let lock = try RunLock(database: controller.database, holder: "apply by ada@wmanage")
        defer { lock.release() }
        let ended = try controller.isobar("apply", "--yes")
        #expect(ended.status == 7)
        #expect(ended.errorOutput.contains("apply by ada@wmanage"))
        let unlocked = try controller.isobar("unlock")
        #expect(unlocked.status == 7 && unlocked.errorOutput.contains("apply by ada@wmanage"))
    }

    @Test("unlock closes what a killed run left open, once, without a look at a host")
    func unlock() async throws {
        try await leaveARunOpen()
        let first = try controller.isobar("unlock")
        #expect(first.status == 0 && first.output.hasPrefix("Run 1 by ada@wmanage, begun "), "\(first)")
        #expect(first.output.hasSuffix("\nNobody holds the run lock.\n"))
        #expect(try controller.isobar("show", "1").output.hasPrefix("Run 1: abandoned\n"))
        #expect(try controller.isobar("unlock").output == "Nobody holds the run lock, and no run was left open.\n")
        #expect(try controller.isobar("unlock", "--format", "json").output.contains("\"closed\" : [\n\n  ]"))
    }

    @Test("A run that was killed is told of by the next, once, and shown as abandoned with what was at hand")
    func abandoned() async throws {
        try await leaveARunOpen()
        let next = try controller.isobar("apply", "--yes")
        #expect(next.errorOutput.hasPrefix("Run 1 by ada@wmanage, begun "), "\(next.errorOutput)")
        #expect(
            next.errorOutput.contains("was killed before it ended while it did: create waloop01/container/ca-eccc-msc"))
        #expect(try !controller.isobar("apply", "--yes").errorOutput.contains("was killed"))

        let shown = try controller.isobar("show", "1")
        #expect(shown.output.hasPrefix("Run 1: abandoned\n"), "\(shown.output)")
        #expect(shown.output.contains("may or may not have taken effect:\n    create waloop01/container/ca-eccc-msc\n"))
    }

    /// As a killed program leaves it: an intent and no end.
    private func leaveARunOpen() async throws {
        let ledger = try LedgerStore(path: controller.database) { Timestamp(seconds: 1_780_000_000) }
        let host = try #require(HostName("waloop01"))
        let address = ResourceAddress(host, ContainerSpecification.kind, "ca-eccc-msc")
        let step = Step(
            id: StepID("\(address)#create"), resource: address, action: .create, verb: "create", cause: .pending,
            reason: "test")
        let commit = CommitRecord(
            hash: Array(repeating: 0xAB, count: 20), author: "Ada", authoredAt: 1, summary: "a commit")
        let plan = Plan(
            digest: Digest(of: "plan"), commit: String(repeating: "ab", count: 20),
            broker: try #require(CentreID("xx-example-global-broker")), observedAt: 1, steps: [step])
        let number = try await ledger.record(plan: plan, commit: commit, body: "{}")
        let run = try await ledger.beginRun(plan: number, commit: commit, actor: "ada@wmanage", command: "apply")
        try await RunJournal(ledger: ledger, run: run, actor: "ada@wmanage").recordIntent(step)
    }
}
