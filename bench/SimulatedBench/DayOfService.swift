import BenchSupport
import BrokerModel
import Controller
import Foundation
import Logging

/// A day of `isobar serve`, on a clock that runs fast: polls, and accidents that
/// engines tell of and that are mended. What grows with them would end a process
/// that goes on for years.
struct DayOfService {
    let broker: SimulatedBroker
    let place: String

    /// More than two.
    var hours = 24

    /// A day in a bit more than seven minutes. Faster, and the time an instance has to
    /// become healthy is over before a busy machine has come to it.
    static let factor = 200

    /// Five minutes: each of forty instances is stopped every three hours, which is
    /// no fight.
    private static let accidentsAnHour = 12

    func run() async throws {
        let reconciler = try broker.reconciler(
            in: place, clock: broker.time, more: "policy: {apply: automatic, maxDeletes: 1000}")
        let service = BrokerService(
            reconciler, actor: "isobar@bench", seed: 1, log: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() },
            clock: broker.time, timer: broker.clock)
        let running = Task { try await service.run() }
        try await until(service, "the hosts are as the commit wants them") { $0 == "standing" }
        var samples = [ProcessUse.now]
        var opened = [broker.connections]
        let begun = broker.time()
        for hour in 0..<hours {
            for accident in 0..<Self.accidentsAnHour {
                await broker.stopInstance(hour * Self.accidentsAnHour + accident)
                let next = begun + .seconds(3_600 * hour + 3_600 / Self.accidentsAnHour * (accident + 1))
                try await broker.clock.sleep(for: max(next - broker.time(), .zero))
            }
            samples.append(ProcessUse.now)
            opened.append(broker.connections)
        }
        // What failed for good meanwhile is tried again, as a person would have it.
        _ = await service.sync(by: "bench")
        try await until(service, "all is mended") { $0 == "standing" }
        let counted = await service.counted
        service.end()
        try await running.value
        report(samples, looks: counted.looks, heals: counted.runs.filter { $0.key.purpose == "heal" }.values.reduce(0, +))
        let broken = DayLimits.broken(
            samples[2], Array(samples.dropFirst(3)), connections: opened[hours] - opened[2])
        guard broken.isEmpty else {
            print(Row("- the service grew", broken.joined(separator: "; "), goal: "it does not"))
            throw SimulatedBench.Unusable("the service grew in \(hours) h: \(broken.joined(separator: "; "))")
        }
    }

    private func report(_ samples: [ProcessUse], looks: Int, heals: Int) {
        // What is filled once, caches and the allocator's own, is full after two hours.
        let (early, late, span) = (samples[2], samples[hours], "after 2 h, after \(hours) h")
        print(Row("a day of the service: 20 nodes on 9 hosts", "\(looks) looks, \(heals) runs that mended"))
        print(
            Row(
                "- its own memory \(span)", "\(early.megabytes) MB, \(late.megabytes) MB", goal: "+\(DayLimits.megabytes) MB"))
        print(Row("- most in an hour between", "\(samples.dropFirst(2).map(\.megabytes).max() ?? 0) MB"))
        print(
            Row(
                "- descriptors \(span)", "\(early.descriptors), \(late.descriptors)",
                goal: "+\(DayLimits.descriptors)"))
        print(Row("- threads \(span)", "\(early.threads), \(late.threads)", goal: "+\(DayLimits.threads)"))
        print(Row("- connections opened in all", "\(broker.connections)"))
    }

    private func until(
        _ service: BrokerService, _ what: String, _ holds: (_ state: String) -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < deadline {
            if holds(await service.status.state) { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw SimulatedBench.Unusable("not within two minutes: \(what); \(await service.status.summary)")
    }
}
