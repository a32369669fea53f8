import BenchSupport
import BrokerModel
import Controller
import Decisions
import Execution
import Foundation
import Ledger
import Logging
import Previews
import Reconciliation
import TestSupport

/// How soon the service previews a change: from the moment a webhook tells of it to
/// the text of the comment, with a real git repository and hosts in memory.
struct PreviewMeasurement {
    let broker: SimulatedBroker
    let place: String
    let nodes: Int
    let hosts: Int

    /// How many changes are open in the end.
    private static let changes = 50

    func run() async throws {
        let repository = try GitFixture(at: place + "/state")
        try repository.commit("The broker", broker.files)
        let reconciler = try broker.reconciler(
            in: place, repository: repository.directory,
            more: "policy: {apply: automatic, maxDeletes: 5}\npreviews: {branches: [\"change/*\"]}\n")
        try await converge(reconciler)
        var log = Logger(label: "bench")
        log.logLevel = .critical
        let service = BrokerService(
            reconciler, actor: "bench", seed: 1, log: log, clock: { Timestamp(seconds: 1_780_000_000) },
            timer: broker.clock)
        let running = Task { try await service.run() }
        try await until("the hosts stand") { await service.status.state == "standing" }
        print(Row("previews: \(nodes) nodes on \(hosts) hosts", "real git, hosts in memory"))
        try await one(service, repository)
        try await all(service, repository)
        service.end()
        try await running.value
    }

    private func converge(_ reconciler: Reconciler) async throws {
        let prepared = try await reconciler.prepare(PlanRequest())
        let lock = try reconciler.lock(for: "bench")
        let result = try await reconciler.apply(
            prepared, ApplyRequest(actor: "bench"), holding: lock, stop: StopRequest()
        ) { _ in }
        lock.release()
        await prepared.close()
        guard result.outcome == .succeeded else {
            throw SimulatedBench.Unusable("\(result.outcome): \(result.report.failures.prefix(3).map(\.failure))")
        }
    }

    /// One change after the other, each with all before it still open.
    private func one(_ service: BrokerService, _ repository: GitFixture) async throws {
        var took: [Duration] = []
        for number in 1...Self.changes {
            let head = try propose(number, repository)
            let began = ContinuousClock.now
            await service.noteChange()
            try await until("change \(number) is previewed") {
                await Self.comments(service, of: [head], on: nil).count == 1
            }
            took.append(began.duration(to: .now))
        }
        let figures = Figures(took)
        print(Row("- a webhook to the text of the comment", "\(figures)"))
        print(Row("  of 20 nineteen within", "\(Figures.text(figures.nineteenOfTwenty)) s", goal: "2 s"))
    }

    /// The base moves under all of them.
    private func all(_ service: BrokerService, _ repository: GitFixture) async throws {
        var took: [Duration] = []
        var looks: [Int] = []
        for round in 1...3 {
            let heads = try repository.git(["for-each-ref", "--format=%(objectname)", "refs/heads/change/"])
                .split(separator: "\n").map(String.init)
            let base = try repository.commit("On \(round)", ["README.md": "Nothing for the hosts, \(round)\n"])
            let before = await service.counted.looks
            let began = ContinuousClock.now
            service.nudge(.webhook)
            try await until("all are on the new base") {
                await Self.comments(service, of: Set(heads), on: base).count == heads.count
            }
            took.append(began.duration(to: .now))
            looks.append(await service.counted.looks - before)
        }
        print(Row("- \(Self.changes) open changes anew after a push to the base", "\(Figures(took))", goal: "30 s"))
        print(Row("  looks at the hosts for it", looks.map(String.init).joined(separator: ", "), goal: "1"))
    }

    /// Another node each time, so that no two changes are alike.
    private func propose(_ number: Int, _ repository: GitFixture) throws -> String {
        let path = "nodes/xx-centre-\(1 + (number - 1) % nodes).yaml"
        guard let node = broker.files[path] else { throw SimulatedBench.Unusable("there is no \(path)") }
        try repository.git(["checkout", "--quiet", "-B", "change/\(number)", "main"])
        let head = try repository.commit("Change \(number)", [path: node.replacing("TZ: UTC", with: "TZ: CET")])
        try repository.git(["checkout", "--quiet", "main"])
        return head
    }

    /// Nothing until all of them are there: who asks all the time for what is not
    /// finished would be measured, too.
    private static func comments(_ service: BrokerService, of heads: Set<String>, on base: String?) async -> [String] {
        let previews = await service.previews.shown.map(\.preview)
            .filter { heads.contains($0.head.text) && $0.planned != nil && (base == nil || $0.base.text == base) }
        return previews.count < heads.count ? [] : previews.map { PreviewComment($0, limit: .github).render() }
    }

    private func until(_ what: String, _ holds: () async -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < deadline {
            if await holds() { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw SimulatedBench.Unusable("not within two minutes: \(what)")
    }
}
