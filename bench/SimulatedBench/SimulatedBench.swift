import BenchSupport
import BrokerModel
import Execution
import Foundation
import Ledger
import Reconciliation

/// How time, memory and connections grow with the number of nodes, on hosts in
/// memory that answer at once: what is measured is Isobar, and the simulation.
///
/// Usage: SimulatedBench DESIRED-STATE-DIRECTORY NODES HOSTS [day [HOURS]|previews]
///
/// With `previews` what is measured is how soon the service previews a change, with
/// `day` whether it grows in a day, or in as many hours: it ends with 1 when it does.
@main
struct SimulatedBench {
    static func main() async {
        do {
            try await run()
        } catch {
            FileHandle.standardError.write(Data("SimulatedBench: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        let directory = arguments.first ?? "desired-state"
        let nodes = arguments.dropFirst().first.flatMap { Int($0) } ?? 100
        let hosts = arguments.dropFirst(2).first.flatMap { Int($0) } ?? 60
        let place = FileManager.default.temporaryDirectory.appending(path: "isobar-bench-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: place) }
        let purpose = arguments.dropFirst(3).first
        let broker = try SimulatedBroker(
            from: directory, nodes: nodes, hosts: hosts, factor: purpose == "day" ? DayOfService.factor : 1_000)
        switch purpose {
        case "day":
            let hours = arguments.dropFirst(4).first.flatMap { Int($0) } ?? 24
            guard hours > 2 else { throw Unusable("a day of \(hours) h: what grows is judged from the second hour on") }
            try await DayOfService(broker: broker, place: place, hours: hours).run()
        case "previews":
            try await PreviewMeasurement(broker: broker, place: place, nodes: nodes, hosts: hosts).run()
        default: try await measure(try broker.reconciler(in: place), broker, nodes, hosts)
        }
    }

    struct Unusable: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    private static func measure(
        _ reconciler: Reconciler, _ broker: SimulatedBroker, _ nodes: Int, _ hosts: Int
    ) async throws {
        let clock = ContinuousClock()
        var began = clock.now
        let prepared = try await reconciler.prepare(PlanRequest())
        let planned = began.duration(to: .now)

        began = clock.now
        let lock = try reconciler.lock(for: "bench")
        defer { lock.release() }
        let result = try await reconciler.apply(
            prepared, ApplyRequest(actor: "bench"), holding: lock, stop: StopRequest()
        ) { _ in }
        let applied = began.duration(to: .now)
        guard result.outcome == .succeeded else {
            throw Unusable("\(result.outcome): \(result.report.failures.prefix(3).map(\.failure))")
        }

        var again: [Duration] = []
        var latest = prepared
        for _ in 0..<5 {
            began = clock.now
            latest = try await reconciler.prepare(PlanRequest(), reusing: latest)
            again.append(began.duration(to: .now))
            guard latest.plan.isEmpty else { throw Unusable("the plan after the apply is not empty") }
        }
        await latest.close()
        print(Row("\(nodes) nodes on \(hosts) hosts", "\(prepared.plan.steps.count) steps"))
        print(Row("- plan onto bare hosts", "\(Figures([planned]))"))
        print(Row("- apply", "\(Figures([applied]))"))
        print(Row("- plan again, nothing to do", "\(Figures(again))"))
        print(Row("- connections opened", "\(broker.connections)"))
        if let megabytes = PeakMemory.megabytes { print(Row("- most memory, the hosts' own in it", "\(megabytes) MB")) }
    }
}
