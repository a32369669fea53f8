import BrokerModel
import Foundation
import Ledger
import TestSupport
import Testing

@testable import Reconciliation

@Suite("The values a property had")
struct PropertyHistoryTests {
    private static let address = ResourceAddress(
        scope: "waloop01", kind: ContainerSpecification.kind, name: "ca-eccc-msc")

    /// `+image=1 ~image=1>2 -`: a run with a step each; `!` before it: it failed.
    private func history(_ text: String) async throws -> PropertyHistory {
        try await histories(text, limits: [.max])[0]
    }

    /// - Parameter limits: how many steps of each kind are read.
    private func histories(_ text: String, limits: [Int]) async throws -> [PropertyHistory] {
        let directory = NSTemporaryDirectory() + "isobar-why-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let ledger = try LedgerStore(path: directory + "/isobar.sqlite") { Timestamp(seconds: 1) }
        for word in text.split(separator: " ") {
            try await run(word.drop { $0 == "!" }, outcome: word.first == "!" ? "failed" : "succeeded", ledger)
        }
        var found: [PropertyHistory] = []
        for limit in limits { found.append(PropertyHistory(try await ledger.steps(on: Self.address, limit: limit))) }
        return found
    }

    private func run(_ word: Substring, outcome: String, _ ledger: LedgerStore) async throws {
        let commit = CommitRecord(
            hash: Array(repeating: 0xAB, count: 20), author: "Ada", authoredAt: 1, summary: "A change")
        let broker = try #require(CentreID("xx-example-global-broker"))
        let plan = Plan(
            digest: Digest(of: String(word)), commit: String(repeating: "ab", count: 20), broker: broker, observedAt: 5,
            steps: [])
        let number = try await ledger.record(plan: plan, commit: commit, body: "{}")
        let run = try await ledger.beginRun(plan: number, commit: commit, actor: "ada@a", command: "apply")
        let action: StepAction = word.first == "+" ? .create : word.first == "-" ? .delete : .update
        let changes = word.dropFirst().split(separator: ",").map { change in
            let parts = change.split(separator: "=")
            let values = parts.dropFirst().first?.split(separator: ">") ?? []
            return FieldChange(
                field: String(parts[0]), from: values.count > 1 ? String(values[0]) : nil,
                to: values.last.map(String.init))
        }
        let step = Step(
            id: StepID("\(Self.address)#\(action.rawValue)"), resource: Self.address, action: action, verb: "x",
            cause: .pending, changes: changes, reason: "test")
        let journal = RunJournal(ledger: ledger, run: run, actor: "ada@a")
        try await journal.recordIntent(step)
        try await journal.recordEnd(step, outcome: outcome, code: nil, detail: nil)
        try await ledger.endRun(run, actor: "ada@a", outcome: outcome == "failed" ? .failed : .succeeded)
    }

    @Test(
        "Steps, and what stands after them with the values before",
        arguments: [
            ("", ""),
            ("+image=1", "image=1@1"),
            // What a creation gave and did not name.
            ("+image=1 ~TZ=a>b", "TZ=b@2<a@1 image=1@1"),
            ("+image=1 ~TZ=a>b ~TZ=b>c", "TZ=c@3<b@2<a@1 image=1@1"),
            ("~TZ=a>b", "TZ=b@1"),
            ("+image=1 ~image=2", "image=2@2<1@1"),
            ("+image=1,env=a ~image=2 ~image=3", "env=a@1 image=3@3<2@2<1@1"),
            ("+image=1 !~image=2", "image=1@1"),
            ("+image=1,env=a ~env=", "image=1@1"),
            ("+image=1 -", ""),
            ("+image=1,env=a - +image=2", "image=2@3<1@1"),
        ])
    func current(steps: String, standing: String) async throws {
        let found = try await history(steps).current(earlier: 9).map(Self.text)
        #expect(found.joined(separator: " ") == standing)
    }

    private static func text(_ current: PropertyHistory.Current) -> String {
        let before = current.earlier.map { "<\($0.value ?? "-")@\($0.step.run)" }.joined()
        return "\(current.property)=\(current.entry.value ?? "-")@\(current.entry.step.run)\(before)"
    }

    @Test("The newest steps of each kind tell the same as all steps", arguments: 1...6 as ClosedRange<UInt64>)
    func bounded(seed: UInt64) async throws {
        var numbers = SplitMix64(seed: seed)
        let words = (0..<40).map { number in
            let failed = numbers.next() % 6 == 0 ? "!" : ""
            switch numbers.next() % 12 {
            case 0: return failed + "-"
            case 1, 2: return failed + "+image=\(number),env=\(number)"
            case 3...6: return failed + "~image=\(number)"
            case 7: return failed + "~env="
            case 8: return failed + "~zone=\(number),env=\(number)"
            default: return failed + "~env=\(number)"
            }
        }
        let text = words.joined(separator: " ")
        let histories = try await histories(text, limits: [.max, 2, 3, 4, 5])
        let whole = histories[0]
        for (limit, part) in histories.dropFirst().enumerated() {
            #expect(part.removal?.run == whole.removal?.run, "seed \(seed)")
            let (found, wanted) = (part.current(earlier: limit), whole.current(earlier: limit))
            #expect(found.map(\.property) == wanted.map(\.property), "seed \(seed): \(text)")
            for (found, wanted) in zip(found, wanted) {
                #expect(found.entry.step.run == wanted.entry.step.run, "seed \(seed): \(text)")
                #expect(Self.text(wanted).hasPrefix(Self.text(found)), "seed \(seed): \(text)")
                #expect(found.hasEarlier || Self.text(found) == Self.text(wanted), "seed \(seed): \(text)")
                #expect(found.hasEarlier || !wanted.hasEarlier, "seed \(seed): \(text)")
            }
        }
    }

    @Test("What was removed tells by which run, unless it came back")
    func removal() async throws {
        #expect(try await history("+image=1 -").removal?.run == RunID(2))
        #expect(try await history("+image=1 - +image=1").removal == nil)
        #expect(try await history("+image=1 !-").removal == nil)
    }
}
