import BenchSupport
import BrokerModel
import Foundation
import Reconciliation

/// How long a plan takes in a process that goes on, as the service makes them:
/// the connections to the hosts are open.
///
/// Usage: WarmPlanBench ISOBAR-YAML [RUNS [PEER]], where PEER is what another
/// tool took for the same, to stand beside it.
@main
struct WarmPlanBench {
    static func main() async throws {
        let file = CommandLine.arguments.dropFirst().first ?? "isobar.yaml"
        let runs = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 20
        let peer = CommandLine.arguments.dropFirst(3).first ?? ""
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
        let directory = URL(fileURLWithPath: file).deletingLastPathComponent().path
        let read = ControllerConfiguration.read(bytes, file: file, directory: directory)
        guard let configuration = read.configuration else {
            throw DesiredStateInvalid(subject: file, diagnostics: read.diagnostics)
        }
        let reconciler = try Reconciler(configuration, holder: "bench:1") {
            Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
        }
        try await measure(reconciler, runs: max(1, runs), peer: peer)
    }

    private static func measure(_ reconciler: Reconciler, runs: Int, peer: String) async throws {
        let first = Stages()
        var prepared = try await reconciler.prepare(PlanRequest(), report: first.note)
        print(Row("first plan of the process, 9 handshakes in it", "\(Figures([first.end()]))"))
        var stages: [Stages] = []
        for _ in 0..<runs {
            let stage = Stages()
            prepared = try await reconciler.prepare(PlanRequest(), reusing: prepared, report: stage.note)
            stage.end()
            stages.append(stage)
        }
        let steps = prepared.plan.steps.count
        let unreachable = prepared.plan.unreachable.count
        await prepared.close()
        print(
            Row(
                "warm plan: \(prepared.resources.count) resources, \(steps) steps, \(unreachable) hosts missing",
                "\(Figures(stages.map(\.total)))", goal: "0.400 s", peer: peer))
        print(Row("  of it: fetch, read and check the commit", "\(Figures(stages.map(\.reading)))"))
        print(Row("  of it: open the secrets", "\(Figures(stages.map(\.opening)))"))
        print(Row("  of it: look at the hosts", "\(Figures(stages.map(\.observing)))"))
        print(Row("  of it: record, plan, prove", "\(Figures(stages.map(\.planning)))"))
        if let megabytes = PeakMemory.megabytes { print(Row("most memory", "\(megabytes) MB", goal: "100 MB")) }
    }
}
