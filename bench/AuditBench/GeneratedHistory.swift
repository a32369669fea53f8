import BrokerModel
import Foundation
import Ledger
import Synchronization

/// Years of a broker of 150 nodes, written by the ledger's own code.
///
/// Each day two commits, each with a run that brings a new version of every
/// node, and a look at all hosts every ten minutes, which shows some containers
/// that were started anew. That is some 5,500 records a day: ten million in five
/// years.
final class GeneratedHistory: Sendable {
    static let nodes = 150
    static let hostNames = (1...9).map { "waloop0\($0)" }
    static let runsADay = 2
    static let looksADay = 144

    /// How many containers of a host, one host after the other, are seen to have been
    /// started anew, in each look.
    static let restartsALook = 15
    static let day: Int64 = 86_400

    let ledger: LedgerStore
    let hosts: [HostName]
    let centres: [CentreID]
    private let now: SimulatedClock
    let key: [UInt8] = Array(repeating: 7, count: 32)

    /// The first moment.
    static let start: Int64 = 1_600_000_000

    init(path: String) throws {
        hosts = Self.hostNames.compactMap { HostName($0) }
        centres = (1...Self.nodes).compactMap { CentreID("xx-centre-\($0)") }
        let clock = SimulatedClock()
        now = clock
        ledger = try LedgerStore(path: path) { Timestamp(seconds: clock.second.withLock { $0 }) }
    }

    func address(_ node: Int, _ instance: Int) -> ResourceAddress {
        ResourceAddress(hosts[(node + instance) % hosts.count], ContainerSpecification.kind, centres[node].text)
    }

    /// One of the instances on a host, each in its turn.
    private func neighbour(_ number: Int, on host: Int) -> (node: Int, instance: Int) {
        let instance = number % 2
        let first = (host + hosts.count - instance) % hosts.count
        let there = (Self.nodes - first + hosts.count - 1) / hosts.count
        return (first + (number / 2) % there * hosts.count, instance)
    }

    /// What is written from now on is of this second.
    func turnClock(to second: Int64) { now.second.withLock { $0 = second } }

    /// - Returns: how many rows of steps, records, observations and coverage
    ///   there are then, and the last second.
    func write(records: Int) async throws -> (rows: Int, last: Int64) {
        var rows = 0
        var day: Int64 = 0
        var fleet = GeneratedFleet(self)
        while rows < records {
            for run in 0..<Self.runsADay {
                for node in 0..<Self.nodes { fleet.bump(node) }
                let at = Self.start + day * Self.day + Int64(run) * Self.day / Int64(Self.runsADay)
                now.second.withLock { $0 = at }
                rows += try await self.run(day * Int64(Self.runsADay) + Int64(run), fleet.versions)
                let looks = Self.looksADay / Self.runsADay
                for look in 0..<looks {
                    let seen = at + 300 + Int64(look) * 600
                    let host = (Int(day) + look) % hosts.count
                    for restart in 0..<Self.restartsALook {
                        let (node, instance) = neighbour(look * Self.restartsALook + restart, on: host)
                        fleet.restart(node, instance)
                    }
                    now.second.withLock { $0 = seen }
                    rows += try await record(&fleet, at: seen)
                }
            }
            rows += try await decisions(day)
            day += 1
        }
        return (rows, Self.start + day * Self.day)
    }

    /// - Returns: looks, observations that began, and the record of them.
    private func record(_ fleet: inout GeneratedFleet, at second: Int64) async throws -> Int {
        fleet.state.observedAt = Timestamp(seconds: second)
        let changes = try await ledger.record(fleet.state, key: key)
        let opened = changes.values.map { $0.appeared.count + $0.changed.count }.reduce(0, +)
        return hosts.count + opened + (opened > 0 ? 1 : 0)
    }

    /// What is recorded besides runs and looks: daily and rarely, of hosts, nodes and
    /// the whole.
    static let rareActions = ["pause", "refuse", "login", "preview", "roll-back"]

    /// - Returns: how many records.
    private func decisions(_ day: Int64) async throws -> Int {
        let host = "host/\(hosts[Int(day) % hosts.count])"
        let node = "node/\(centres[Int(day) % centres.count])"
        let token = "token/t\(day % 12)"
        let person = "ada\(day % 7)@wmanage"
        var notes = [
            ("login", token, token, "admitted"), ("preview", "commit/\(day)", "isobar@wmanage", "changes"),
        ]
        if day % 7 == 3 { notes.append(("refuse", "plan/\(day)", "isobar@wmanage", "too-many-deletes")) }
        if day % 30 == 5 { notes.append(("pause", day % 60 == 5 ? host : node, person, "until day \(day)")) }
        if day % 90 == 8 { notes.append(("roll-back", "branch", person, "run \(day)")) }
        if day == 2 { notes.append(("login", "service", "unknown", "refused")) }
        for (action, subject, actor, outcome) in notes {
            try await ledger.note(action, subject, by: actor, outcome: outcome, detail: "day \(day)")
        }
        return notes.count
    }

    /// Records of one run whose steps wait together.
    private func run(_ number: Int64, _ versions: [Int]) async throws -> Int {
        let digest = Digest(of: "commit \(number)")
        let commit = CommitRecord(
            hash: Array(digest.bytes.prefix(20)), author: "Ada \(number % 7) <ada@example.org>",
            authoredAt: Timestamp(seconds: now.second.withLock { $0 }), summary: "Another version, \(number)")
        let actor = "ada\(number % 7)@wmanage"
        guard let broker = CentreID("xx-example-global-broker") else { return 0 }
        let plan = Plan(
            digest: Digest(of: "plan \(number)"), commit: digest.hexadecimal, broker: broker,
            observedAt: Timestamp(seconds: Self.start), steps: [])
        let recorded = try await ledger.record(plan: plan, commit: commit, body: "{\"run\": \(number)}")
        let run = try await ledger.beginRun(plan: recorded, commit: commit, actor: actor, command: "apply")
        let steps = versions.indices.flatMap { node in [0, 1].map { step(address(node, $0), versions[node]) } }
        try await append(steps, to: RunJournal(ledger: ledger, run: run, actor: actor))
        let applied = steps.map { ($0.resource, Digest(of: "\($0.resource) \(number)")) }
        try await ledger.recordApplied(Dictionary(applied) { $1 }, removed: [], by: run)
        try await ledger.endRun(run, actor: actor, outcome: number % 9 == 0 ? .failed : .succeeded)
        return steps.count * 2 + 2
    }

    func step(_ address: ResourceAddress, _ version: Int) -> Step {
        Step(
            id: StepID("\(address)#replace"), resource: address, action: .replace, verb: "replace", cause: .pending,
            changes: [FieldChange(field: "image", from: "example/antiloop:\(version - 1)", to: "example/antiloop:\(version)")],
            reason: "another version")
    }

    /// All intents wait together, then all ends.
    func append(_ steps: [Step], to journal: RunJournal) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for step in steps { group.addTask { try await journal.recordIntent(step) } }
            try await group.waitForAll()
            for (index, step) in steps.enumerated() {
                let outcome = index % 50 == 0 ? "failed" : "succeeded"
                group.addTask { try await journal.recordEnd(step, outcome: outcome, code: nil, detail: nil) }
            }
            try await group.waitForAll()
        }
    }
}
