import BrokerModel
import Foundation
import Ledger
import Reconciliation
import TestSupport
import Testing

/// The commands that ask about the past as processes, on a ledger and a
/// repository that have one.
@Suite("isobar state, why, availability, audit, backup")
struct PastCommandsTests {
    let controller: Controller
    private let node: ResourceAddress
    private let host: HostName

    /// Two commits, and a run of each: the second brings another version. The
    /// container was seen with each.
    init() async throws {
        controller = try await Controller()
        host = try #require(HostName("waloop01"))
        node = ResourceAddress(host, ContainerSpecification.kind, "ca-eccc-msc")
        let first = try controller.repository.git(["rev-parse", "HEAD"])
        let versions = try String(contentsOfFile: controller.repository.directory + "/versions.yaml", encoding: .utf8)
        let second = try controller.repository.commit(
            "Bump the antiloop", ["versions.yaml": versions.replacing("antiloop:1.0.0", with: "antiloop:1.0.1")])
        // Nobody answers; but the repository is fetched.
        #expect(try controller.isobar("plan").status == 8)
        try await record(first, .create, from: nil, to: "example/antiloop:1.0.0", at: 1_700_000_000)
        try await record(
            second, .replace, from: "example/antiloop:1.0.0", to: "example/antiloop:1.0.1", at: 1_700_086_400)
    }

    private func record(
        _ hash: String, _ action: StepAction, from: String?, to image: String, at second: Int64
    ) async throws {
        let ledger = try LedgerStore(path: controller.database) { Timestamp(seconds: second) }
        let bytes = stride(from: 0, to: 40, by: 2).compactMap { UInt8(hash.dropFirst($0).prefix(2), radix: 16) }
        let commit = CommitRecord(
            hash: bytes, author: "Ada Example <ada@example.org>", authoredAt: Timestamp(seconds: second),
            summary: "a commit")
        let step = Step(
            id: StepID("\(node)#\(action.rawValue)"), resource: node, action: action, verb: "put", cause: .pending,
            changes: [FieldChange(field: "image", from: from, to: image)], reason: "the image is another one",
            source: SourcePosition(file: "nodes/ca-eccc-msc.yaml", line: 1))
        let plan = Plan(
            digest: Digest(of: hash), commit: hash, broker: try #require(CentreID("xx-example-global-broker")),
            observedAt: Timestamp(seconds: second), steps: [step])
        let body = try PlanDocument(plan, scope: PlanDocument.Scope(hosts: [], nodes: [])).json
        let number = try await ledger.record(plan: plan, commit: commit, body: body)
        let run = try await ledger.beginRun(plan: number, commit: commit, actor: "ada@wmanage", command: "apply")
        let journal = RunJournal(ledger: ledger, run: run, actor: "ada@wmanage")
        try await journal.recordIntent(step)
        try await journal.recordEnd(step, outcome: "succeeded", code: nil, detail: nil)
        try await ledger.recordApplied([node: Digest(of: image)], removed: [], by: run)
        try await ledger.endRun(run, actor: "ada@wmanage", outcome: .succeeded)
        let container = ContainerObservation(
            id: image, image: image, imageID: "sha256:1", environment: ["TZ": "UTC", "OTHER": "canary"],
            network: .host, restartPolicy: nil,
            state: ContainerState(status: "running"))
        let seen = ObservedHost(
            host: host,
            resources: [node: ObservedResource(address: node, observation: container, isOwned: true)],
            manifest: Manifest())
        try await ledger.record(
            ObservedState(hosts: [host: seen], observedAt: Timestamp(seconds: second)),
            key: Array(repeating: 7, count: 32))
    }

    private func json(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test("state tells what ran, and what differs from another day")
    func state() throws {
        let text = try controller.isobar("state", "--at", "2023-11-14T22:20:00Z")
        #expect(text.status == 0 && text.errorOutput.isEmpty, "\(text.errorOutput)")
        #expect(text.output.contains("example/antiloop:1.0.0"), "\(text.output)")
        #expect(text.output.hasPrefix("State at 2023-11-14 22:20:00 UTC\n"), "\(text.output)")
        let diff = try controller.isobar(
            "state", "--diff", "2023-11-14T22:20:00Z", "2023-11-15T22:20:00Z", "--format", "csv")
        #expect(
            diff.output.contains(
                "waloop01,waloop01/container/ca-eccc-msc,changed,image,example/antiloop:1.0.0,example/antiloop:1.0.1,2,"
            ),
            "\(diff.output)")
        let backwards = try controller.isobar("state", "--diff", "2023-11-15T22:20:00Z", "2023-11-14T22:20:00Z")
        #expect(backwards.status == 64 && backwards.errorOutput.contains("the first is after the second"))
        let future = try controller.isobar("state", "--diff", "1d", "2999-01-01")
        #expect(future.status == 64 && future.errorOutput.contains("in the future"), "\(future.errorOutput)")
        let early = try controller.isobar("state", "--at", "2023-11-01")
        #expect(early.output.contains("nobody had looked yet") && !early.output.contains("nothing"), "\(early.output)")
        let narrow = try controller.isobar("state", "--at", "2023-11-14T22:20:00Z", "--node", "ca-eccc-msc")
        #expect(narrow.output.contains("container/ca-eccc-msc"), "\(narrow.output)")
        // Of the others it is not known; they have no paragraph of their own.
        #expect(narrow.output.contains("Not known: ") && !narrow.output.contains("nobody had looked"), "\(narrow.output)")
        let none = try controller.isobar("state", "--at", "2023-11-14T22:20:00Z", "--node", "de-dwd").output
        #expect(none.contains("Nothing matches.") && !none.contains("waloop01  seen"), "\(none)")
        let later = try json(try controller.isobar("state", "--format", "json").output)
        let hosts = try #require(later["hosts"] as? [[String: Any]])
        let known = try #require(hosts.first { $0["host"] as? String == "waloop01" }?["known"] as? [String: Any])
        // The plan at the beginning did not reach it, later than all this.
        #expect(known["knowledge"] as? String == "unreached")
    }

    @Test("why tells run, reason, line and who brought it, and the value before")
    func why() throws {
        let text = try controller.isobar("why", "\(node)")
        #expect(text.status == 0, "\(text.errorOutput)")
        for part in [
            "image: example/antiloop:1.0.1", "run 2, 2023-11-15 22:13:20, replace by ada@wmanage",
            "reason  the image is another one", "line    versions.yaml:1 (antiloop)",
            "by      Ada Example <ada@example.org>",
            ": Bump the antiloop", "before  example/antiloop:1.0.0 (run 1, ",
        ] {
            #expect(text.output.contains(part), "\(part):\n\(text.output)")
        }
        let environment = try controller.isobar("why", "\(node)", "--property", "environment")
        #expect(environment.status == 0, "\(environment.errorOutput)")
        for part in [
            "environment.OTHER: (secret)", "environment.TZ: UTC", "run 1, 2023-11-14 22:13:20, create by ada@wmanage",
            ", or an older one: first",
        ] {
            #expect(environment.output.contains(part), "\(part):\n\(environment.output)")
        }
        #expect(!environment.output.contains("image:") && !environment.output.contains("canary"))
        let rows = try controller.isobar("why", "\(node)", "--property", "state", "--format", "csv").output
        #expect(rows.contains("state,true,") && rows.hasSuffix(",running\r\n"), "\(rows)")
        let unknown = try controller.isobar("why", "waloop09/container/ca-eccc-msc")
        #expect(unknown.status == 1)
        #expect(unknown.errorOutput.contains("there is: waloop01/container/ca-eccc-msc"), "\(unknown.errorOutput)")
    }

    @Test("A plan that was kept is shown by the first digits of its digest")
    func shownPlan() throws {
        let history = try json(try controller.isobar("show", "2", "--format", "json").output)
        let digest = try #require(history["plan"] as? String)
        let text = try controller.isobar("show", String(digest.prefix(20)))
        #expect(text.status == 0, "\(text.errorOutput)")
        #expect(text.output.contains("Plan \(digest.prefix(19)) of commit ") && text.output.contains("ca-eccc-msc"))
        let document = try json(try controller.isobar("show", digest, "--format", "json").output)
        #expect(document["digest"] as? String == digest)
        let none = try controller.isobar("show", "0123456789")
        #expect(none.status == 1 && none.errorOutput.contains("no plan that is kept begins so"), "\(none.errorOutput)")
        #expect(try controller.isobar("show", "twelve").status == 64)
        #expect(try controller.isobar("show", digest, "--format", "csv").status == 64)
    }

    @Test("availability counts what was applied, and calls unknown what nobody looked at")
    func availability() throws {
        let ended = try controller.isobar(
            "availability", "--since", "2023-11-14", "--until", "2023-11-17", "--format", "json")
        let fleet = try #require(try json(ended.output)["fleet"] as? [String: Any])
        // Each look tells for 15 minutes; one host of two that were wanted was ever seen with it.
        let one = try #require(fleet["one"] as? Double)
        #expect(abs(one - 1800) < 0.01, "\(fleet)")
        #expect(fleet["verdict"] as? String == "open")
        let figures = try controller.isobar(
            "availability", "--since", "2023-11-14", "--until", "2023-11-17", "--format", "csv"
        ).output.split(whereSeparator: \.isNewline).flatMap { $0.split(separator: ",").dropFirst(2).prefix(6) }
        #expect(figures.allSatisfy { $0.split(separator: ".").last.map { $0.count <= 3 || Double($0) == nil } ?? true }, "\(figures)")
        let month = try controller.isobar(
            "report", "--since", "2023-11-14", "--until", "2023-11-17", "--format", "json")
        #expect(try json(month.output)["runs"] as? Int == 2, "\(month.output)\(month.errorOutput)")
        let trusting = try controller.isobar(
            "availability", "--since", "2023-11-14", "--until", "2023-11-17", "--trust", "2h", "--format", "json")
        #expect(try json(trusting.output)["trustSeconds"] as? Int == 7200)
        let backwards = try controller.isobar("availability", "--since", "2023-11-17", "--until", "2023-11-14")
        #expect(backwards.status == 64)
    }

    @Test("audit: verify, sql, export and import, and a backup that is restored")
    func audit() throws {
        let verified = try controller.isobar("audit", "verify", "--format", "json")
        // Three of each run, and of what was observed: one with the first run's end, one for each look.
        #expect(try json(verified.output)["records"] as? Int == 9, "\(verified.errorOutput)")

        let answer = try controller.isobar(
            "audit", "sql", "SELECT run, outcome FROM runs ORDER BY run", "--format", "csv")
        #expect(answer.output == "run,outcome\r\n1,succeeded\r\n2,succeeded\r\n")
        let write = try controller.isobar("audit", "sql", "DELETE FROM run")
        #expect(write.status == 1 && write.errorOutput.contains("only SELECT is let through"), "\(write.errorOutput)")
        let loading = try controller.isobar("audit", "sql", "SELECT load_extension('x.so')")
        #expect(loading.status == 1 && loading.errorOutput.contains("no extension is loaded here"), "\(loading.errorOutput)")
        #expect(!loading.errorOutput.contains("the views are"))
        let log = try controller.isobar("audit", "log").output
        #expect(log.contains("1 look, 1 observation begun") && !log.contains("sha256:"), "\(log)")
        let view = try controller.isobar("audit", "sql", "DELETE FROM runs").errorOutput
        #expect(view.contains("only SELECT is let through") && !view.contains("views"), "\(view)")

        #expect(try controller.isobar("audit", "export", "--output", "out.jsonl").status == 0)
        let whole = try controller.read("out.jsonl")
        #expect(try controller.isobar("audit", "export").output == whole)
        #expect(try controller.isobar("audit", "export", "--output", "out.jsonl").status == 0)
        #expect(try controller.read("out.jsonl") == whole)
        #expect(try controller.isobar("audit", "verify", "--against", "out.jsonl").status == 0)
        let again = try controller.isobar("audit", "import", "out.jsonl")
        #expect(again.status == 1 && again.errorOutput.contains("it begins after record 0"), "\(again.errorOutput)")

        #expect(try controller.isobar("backup", "copy.sqlite").status == 0)
        try controller.isobarYAML(database: "other.sqlite")
        #expect(try controller.isobar("state").status == 1)
        #expect(try controller.isobar("audit", "import", "out.jsonl").status == 0)
        #expect(try controller.isobar("audit", "verify", "--against", "out.jsonl").status == 0)
        #expect(try controller.isobar("show", "2").output.contains("waloop01/container/ca-eccc-msc"))
        let rows = try controller.isobar("show", "2", "--format", "csv").output
        let history = try controller.isobar("history", "--resource", "\(node)", "--limit", "1", "--format", "csv").output
        #expect(rows == history && rows.contains("2,waloop01/container/ca-eccc-msc#replace,"), "\(rows)")
        let restored = try controller.isobar("restore", "copy.sqlite")
        #expect(restored.status == 0 && restored.output.contains("The former ledger is "), "\(restored.errorOutput)")
        #expect(try json(try controller.isobar("audit", "verify", "--format", "json").output)["records"] as? Int == 10)
    }

    @Test("Heads published in the repository show a ledger that was made anew, and what a rebuilt one lacks")
    func published() throws {
        let exported = try controller.isobar("audit", "export", "--output", "out.jsonl")
        #expect(exported.status == 0)
        try controller.isobarYAML(database: "other.sqlite")
        try publish(AuditPlace(sequence: 12, hash: Digest(of: "later")))
        let imported = try controller.isobar("audit", "import", "out.jsonl")
        #expect(imported.output.contains("Missing: records 10 to 12"), "\(imported.output)\(imported.errorOutput)")
        let rebuilt = try controller.isobar("audit", "verify")
        #expect(rebuilt.status == 0, "\(rebuilt.errorOutput)")
        #expect(rebuilt.output.contains("Records 10 to 12 were lost with an earlier ledger"), "\(rebuilt.output)")
        #expect(rebuilt.output.contains("1 head is of the records that were lost."), "\(rebuilt.output)")

        try publish(AuditPlace(sequence: 2, hash: Digest(of: "another")))
        let rewritten = try controller.isobar("audit", "verify")
        #expect(rewritten.status == 1)
        #expect(rewritten.errorOutput.contains("record 2 has another hash than was noted"), "\(rewritten.errorOutput)")
        #expect(try controller.isobar("audit", "verify", "--offline").status == 0)

        let noted = try controller.isobar("audit", "lost", "--reason", "the disk died")
        #expect(noted.status == 0 && noted.output.contains("Missing: records 1 to 2,"), "\(noted.errorOutput)")
        let known = try controller.isobar("audit", "verify")
        #expect(known.status == 0, "\(known.errorOutput)")
        #expect(
            known.output.contains("Records 1 to 2 were lost with an earlier ledger, a record says: the disk died"),
            "\(known.output)")
        let again = try controller.isobar("audit", "lost", "--reason", "the disk died")
        #expect(again.status == 0 && again.output.contains("Nothing is missing"), "\(again.output)")
        #expect(try controller.isobar("audit", "lost", "--reason", " ").status == 64)
    }

    @Test("As JSON an import tells what came of each file, up to where, and what is missing")
    func importedAsJSON() throws {
        #expect(try controller.isobar("audit", "export", "--output", "out.jsonl").status == 0)
        try controller.isobarYAML(database: "other.sqlite")
        try publish(AuditPlace(sequence: 12, hash: Digest(of: "later")))
        let imported = try controller.isobar("audit", "import", "out.jsonl", "--format", "json")
        let document = try json(imported.output)
        let file = try #require((document["files"] as? [[String: Any]])?.first)
        #expect(file["file"] as? String == "out.jsonl" && file["records"] as? Int == 9 && file["runs"] as? Int == 2)
        #expect(try #require(document["last"] as? String).hasPrefix("9:sha256:"), "\(imported.output)")
        #expect(document["missing"] as? [String: Int] == ["first": 10, "last": 12], "\(imported.output)")
    }

    @Test("A copy that is restored lacks what was published since, and says so")
    func restoredCopy() throws {
        #expect(try controller.isobar("backup", "copy.sqlite").status == 0)
        try publish(AuditPlace(sequence: 12, hash: Digest(of: "later")))
        #expect(try controller.isobar("audit", "verify").status == 1)
        #expect(try controller.isobar("restore", "copy.sqlite").status == 0)
        let verified = try controller.isobar("audit", "verify")
        #expect(verified.status == 0, "\(verified.errorOutput)")
        #expect(verified.output.contains("a record says: restored from copy.sqlite"), "\(verified.output)")
    }

    private func publish(_ head: AuditPlace) throws {
        let reference = "refs/isobar/audit/main"
        let tree = try controller.repository.git(["rev-parse", "HEAD^{tree}"])
        let commit = try controller.repository.git(["commit-tree", tree, "-m", "Audit chain\n\nHead: \(head)"])
        try controller.repository.git(["update-ref", reference, commit])
    }

    @Test("What an export holds is pruned, and the rest is proven")
    func prune() throws {
        #expect(try controller.isobar("audit", "export", "--output", "out.jsonl").status == 0)
        let kept = try controller.isobar("audit", "prune", "out.jsonl", "--keep", "40000d")
        #expect(kept.status == 0 && kept.output.hasPrefix("Nothing to remove"), "\(kept.output)\(kept.errorOutput)")
        let pruned = try controller.isobar("audit", "prune", "out.jsonl", "--keep", "1d")
        #expect(pruned.status == 0 && pruned.output.hasPrefix("Removed 9 records"), "\(pruned.output)\(pruned.errorOutput)")
        let verified = try controller.isobar("audit", "verify")
        #expect(verified.status == 0, "\(verified.errorOutput)")
        #expect(verified.output.contains("The chain begins after record 9:sha256:"), "\(verified.output)")
        let removal = try controller.isobar("audit", "log", "--action", "prune").output
        #expect(removal.contains("      up to record 9\n") && !removal.contains("{"), "\(removal)")
        let shown = try controller.isobar("show", "2").output
        #expect(shown.contains("they are in the export") && !shown.contains("0 succeeded"), "\(shown)")
        // It is listed as pruned, and not as a run that did nothing.
        #expect(try controller.isobar("history").output.contains("  pruned  "))
        let listed = try json(try controller.isobar("history", "--format", "json").output)
        let runs = try #require(listed["runs"] as? [[String: Any]])
        #expect(!runs.isEmpty && runs.allSatisfy { $0["pruned"] as? Bool == true }, "\(runs)")
        let rows = try controller.isobar("history", "--format", "csv").output
        #expect(rows.split(whereSeparator: \.isNewline).dropFirst().allSatisfy { $0.hasSuffix(",,,") }, "\(rows)")
        let past = try controller.isobar("state", "--at", "2023-11-14T22:20:00Z").output
        #expect(past.contains("or it was removed from the ledger and is in the export"), "\(past)")
        // It is continued, and the whole comes back.
        #expect(try controller.isobar("audit", "export", "--output", "out.jsonl").status == 0)
        try controller.isobarYAML(database: "other.sqlite")
        #expect(try controller.isobar("audit", "import", "out.jsonl").output.contains("10 records, 2 runs, 2 steps"))
        #expect(try !controller.isobar("history").output.contains("pruned"))
    }
}
