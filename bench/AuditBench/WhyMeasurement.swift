import BenchSupport
import BrokerModel
import Foundation
import GitRepository
import Ledger
import Reconciliation
import Secrets
import TestSupport

/// `isobar why` as it is asked: the ledger, the plan of the run that gave the
/// value, the files of its commit, and who brought the line.
///
/// The repository has as many commits as the generated history has runs: most
/// change a version that all nodes have, some a node. The newest run brought its
/// head.
struct WhyMeasurement {
    let history: GeneratedHistory

    /// The ledger.
    let path: String

    /// The end of the last day, in seconds since 1970.
    let last: Int64

    /// How many commits the repository has.
    private var commits: Int { Int((last - GeneratedHistory.start) / Self.secondsBetween) }

    private static let secondsBetween = GeneratedHistory.day / Int64(GeneratedHistory.runsADay)

    /// - Returns: asks why a node's container is as it is.
    func prepare() async throws -> @Sendable (Int) async throws -> Void {
        let repository = try GitFixture()
        let head = try fill(repository)
        let text = """
            formatVersion: 1
            repository: {url: \(repository.directory), publishAuditHead: false}
            database: \(path)
            ssh: {identityFile: /dev/null}
            secrets: {identityFile: /dev/null}

            """
        let read = ControllerConfiguration.read(
            Array(text.utf8), file: "isobar.yaml", directory: repository.directory)
        guard let configuration = read.configuration else {
            throw AuditBench.Unusable(read.diagnostics.map(\.description).joined(separator: "\n"))
        }
        // Nothing is left beside the ledger.
        let surroundings = Surroundings(
            repository: GitMirror(
                directory: repository.directory + "/mirror.git", of: try RepositoryLocation(repository.directory),
                branch: "main"),
            key: try InstallationKey.loadOrCreate(in: repository.directory))
        let reconciler = try Reconciler(
            configuration, holder: "bench:1", clock: { Timestamp(seconds: 1_900_000_000) }, surroundings: surroundings)
        _ = try await reconciler.source.update()
        try await run(head, reconciler)
        return { number in
            // It lives as long as it is asked.
            _ = repository.directory
            let document = try await reconciler.why(history.address(number % GeneratedHistory.nodes, 0), earlier: 3)
            guard let image = document.properties.first(where: { $0.property == "image" }), image.introduced != nil,
                image.line?.file == "versions.yaml", image.reason != nil
            else {
                throw AuditBench.Unusable("why does not tell who brought the image: \(document)")
            }
        }
    }

    /// Commits as fast as git takes them (git-fast-import(1)).
    private func fill(_ repository: GitFixture) throws -> CommitID {
        let files = try GeneratedBroker(from: "desired-state", nodes: GeneratedHistory.nodes, hosts: 9).files
        guard let versions = files.first(where: { $0.path == "versions.yaml" }) else {
            throw AuditBench.Unusable("run it in the repository: there is no desired-state/versions.yaml")
        }
        var stream: [UInt8] = []
        func add(_ text: String) { stream += Array(text.utf8) }
        func put(_ path: String, _ bytes: [UInt8]) {
            add("M 100644 inline \(path)\ndata \(bytes.count)\n")
            stream += bytes + [UInt8(ascii: "\n")]
        }
        for number in 1...max(2, commits) {
            let at = GeneratedHistory.start + Int64(number) * Self.secondsBetween
            let message = "Another version, \(number)"
            add("commit refs/heads/main\ncommitter Ada <ada@example.org> \(at) +0000\n")
            add("data \(message.utf8.count)\n\(message)\n")
            if number == 1 {
                for file in files { put(file.path, file.bytes) }
            } else if number % 20 == 0 {
                let node = "nodes/xx-centre-\(number / 20 % GeneratedHistory.nodes + 1).yaml"
                let bytes = files.first { $0.path == node }?.bytes ?? []
                put(node, bytes + Array("# \(number)\n".utf8))
            }
            let image = "antiloop: example/antiloop:\(commits - number)\n"
            let others = String(decoding: versions.bytes, as: UTF8.self).split(separator: "\n")
                .filter { !$0.hasPrefix("antiloop:") }.joined(separator: "\n")
            if number % 20 != 0 || number == commits { put("versions.yaml", Array((image + others + "\n").utf8)) }
        }
        try repository.git(["fast-import", "--quiet"], input: stream)
        guard let head = CommitID(try repository.git(["rev-parse", "refs/heads/main"])) else {
            throw AuditBench.Unusable("git made no commit")
        }
        return head
    }

    /// The run that brought the head, as the service records it, and a look after it.
    private func run(_ head: CommitID, _ reconciler: Reconciler) async throws {
        let ledger = history.ledger
        let actor = "ada0@wmanage"
        guard let broker = CentreID("xx-example-global-broker") else { return }
        var fleet = GeneratedFleet(history)
        var steps: [Step] = []
        for node in 0..<GeneratedHistory.nodes {
            for instance in [0, 1] {
                var step = history.step(history.address(node, instance), 0)
                step.source = SourcePosition(file: "nodes/\(history.centres[node]).yaml", line: 1)
                steps.append(step)
            }
        }
        let commit = CommitRecord(try await reconciler.source.commit(head))
        let plan = Plan(
            digest: Digest(of: "why \(head)"), commit: head.text, broker: broker,
            observedAt: Timestamp(seconds: last), steps: steps)
        let body = try PlanDocument(plan, scope: PlanDocument.Scope(hosts: [], nodes: [])).json
        let recorded = try await ledger.record(plan: plan, commit: commit, body: body)
        let run = try await ledger.beginRun(plan: recorded, commit: commit, actor: actor, command: "apply")
        let journal = RunJournal(ledger: ledger, run: run, actor: actor)
        for step in steps { try await journal.recordIntent(step) }
        // Each gave its value: what failed gave none.
        for step in steps { try await journal.recordEnd(step, outcome: "succeeded", code: nil, detail: nil) }
        try await ledger.endRun(run, actor: actor, outcome: .succeeded)
        history.turnClock(to: last + 600)
        fleet.state.observedAt = Timestamp(seconds: last + 600)
        _ = try await ledger.record(fleet.state, key: history.key)
    }
}
