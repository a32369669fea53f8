import BrokerModel
import Foundation
import GRDB
import Ledger
import Synchronization
import Testing

/// A ledger with two runs and four looks: a node that came, got another version
/// and went, and a host that was not reached.
struct PastFixture {
    let fixture: LedgerFixture
    let ledger: LedgerStore
    private let host: HostName
    private let other: HostName

    init() async throws {
        fixture = try LedgerFixture()
        ledger = try fixture.open()
        host = try #require(HostName("waloop01"))
        other = try #require(HostName("waloop02"))
        try await look(image: "x:1", at: 1)
        try await run("a", at: 1)
        try await look(image: "x:2", at: 2)
        try await look(image: "x:2", isReached: false, at: 3)
        try await run("b", at: 3)
        try await look(image: nil, at: 4)
    }

    var node: ResourceAddress { ResourceAddress(host, ContainerSpecification.kind, "a") }

    func look(image: String?, isReached: Bool = true, at second: Int64) async throws {
        var resources: [ResourceAddress: ObservedResource] = [:]
        if let image {
            let container = ContainerObservation(
                id: image, image: image, imageID: "sha256:1", network: .host, restartPolicy: nil,
                state: ContainerState(status: "running"))
            resources[node] = ObservedResource(address: node, observation: container, isOwned: true)
        }
        let kept = ResourceAddress(host, NetworkSpecification.kind, "traefik")
        resources[kept] = ObservedResource(
            address: kept, observation: NetworkObservation(driver: "bridge"), isOwned: true)
        // Five minutes apart: within them a look that shows nothing new has no row.
        var state = ObservedState(observedAt: Timestamp(seconds: second * 300))
        state.hosts[host] = ObservedHost(host: host, resources: resources, manifest: Manifest())
        if isReached {
            state.hosts[other] = ObservedHost(host: other, resources: [:], manifest: Manifest())
        } else {
            state.unreachable[other] = Failure(
                .hostUnreachable, attempted: "look", on: other.text, response: "no route to host")
        }
        try await ledger.record(state, key: LedgerFixture.key)
    }

    func run(_ name: String, at second: Int64) async throws {
        let body = "{\"plan\": \"\(name)\"}"
        let plan = try await ledger.record(plan: LedgerFixture.plan(), commit: LedgerFixture.commit, body: body)
        let run = try await ledger.beginRun(plan: plan, commit: LedgerFixture.commit, actor: "ada@a", command: "apply")
        let journal = RunJournal(ledger: ledger, run: run, actor: "ada@a")
        let step = try LedgerFixture.step(name, reduces: Redundancy(role: .node, set: "ca-eccc-msc"))
        try await journal.recordIntent(step)
        try await journal.recordEnd(
            step, outcome: "failed", code: "command-failed", detail: "it said no", away: .seconds(3))
        try await ledger.recordApplied([node: Digest(of: name)], removed: [], by: run)
        try await ledger.endRun(run, actor: "ada@a", outcome: .failed)
    }

    /// Writes an export, or continues it.
    func export(to path: String) async throws {
        let end = FileManager.default.fileExists(atPath: path) ? try ExportFile.end(of: path) : nil
        let bytes = Mutex<[UInt8]>([])
        _ = try await ledger.exportAudit(after: end?.place, isContinued: end != nil) { line in
            bytes.withLock { $0 += line }
        }
        let before = (try? Data(contentsOf: URL(fileURLWithPath: path)).prefix(end?.size ?? 0)) ?? Data()
        try (before + Data(bytes.withLock { $0 })).write(to: URL(fileURLWithPath: path))
    }

    /// Changes the file as somebody would who has it: triggers are no obstacle.
    func tamper(_ sql: String) throws {
        var configuration = GRDB.Configuration()
        configuration.foreignKeysEnabled = false
        try DatabaseQueue(path: fixture.path, configuration: configuration).write { database in
            let triggers = try Row.fetchAll(database, sql: "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            for trigger in triggers { try database.execute(sql: "DROP TRIGGER \(trigger["name"] as String)") }
            try database.execute(sql: sql)
            #expect(database.changesCount > 0, "\(sql)")
            // And leave no trace of how it was done.
            for trigger in triggers { try database.execute(sql: trigger["sql"]) }
        }
    }
}
