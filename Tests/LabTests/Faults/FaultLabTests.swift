import Foundation
import Testing

/// What happens to real hosts, networks and controllers, while and between
/// runs: each ends in a clear report and, once healed, in a converged broker
/// with nothing done twice.
@Suite("Faults on the lab", .serialized)
struct FaultLabTests {
    @Test("`kill -9` at points of the journal", arguments: JournalPoint.allCases)
    func killedAtJournalPoint(_ point: JournalPoint) async throws {
        let broker = try await FaultyBroker.converged()
        // A moment may be too short to be seen; then the run ends, and another is made.
        for _ in 1...4 {
            try await broker.change()
            let run = try broker.applying()
            let killed = try await Shell.run(
                "/usr/bin/python3",
                ["-c", JournalPoint.killer, broker.controller.database, "\(run.identifier)", point.condition])
            if killed.status == 3 {
                try #require(try await run.end() == 0, "\(run.errorOutput)")
                continue
            }
            // Whatever came of it, nothing of this test goes on beside the next.
            run.send(SIGKILL)
            let status = try await run.end()
            try #require(killed.status == 0, "\(killed.errorOutput)\n\(run.errorOutput)")
            #expect(status == -1)
            #expect(try await broker.openRecords() != "0 0")
            try await broker.convergesOnce()
            return
        }
        Issue.record("the moment was never seen in 4 runs")
    }

    @Test("`kill -9` at random moments; never both instances down")
    func killedAtRandom() async throws {
        var numbers = SeededNumbers(for: "kill -9")
        let runs = ProcessInfo.processInfo.environment["ISOBAR_FAULT_RUNS"].flatMap(Int.init) ?? 4
        let broker = try await FaultyBroker.converged()
        for run in 1...runs {
            try await broker.change()
            let moment = Duration.milliseconds(Int.random(in: 100...6_000, using: &numbers))
            let watch = Watch(lab: broker.lab, node: FaultyBroker.nodes[run % 3], hosts: Lab.antiloops)
            let fewest = try await watch.fewest {
                let applying = try broker.applying()
                let start = ContinuousClock.now
                try await applying.until { _ in ContinuousClock.now - start > moment }
                applying.send(SIGKILL)
                _ = try await applying.end()
                try await broker.convergesOnce()
            }
            #expect(fewest >= 1, "run \(run), killed after \(moment): both instances were down")
        }
    }

    @Test("Ctrl-C finishes the step at hand and ends with 130")
    func interrupted() async throws {
        let broker = try await FaultyBroker.converged()
        try await broker.change()
        let run = try broker.applying()
        try await run.until { $0.stepsEnded >= 2 }
        run.send(SIGINT)
        #expect(try await run.end() == 130, "\(run.errorOutput)")
        #expect(try await broker.openRecords() == "0 0")
        try await broker.convergesOnce()
    }

    @Test("The network of a host is cut in the middle of a run, and healed after it")
    func cutInMidApply() async throws {
        let broker = try await FaultyBroker.converged()
        try await broker.change()
        let run = try broker.applying()
        try await run.until { $0.stepsEnded >= 1 }
        try await broker.fault("waloop02", "cut")
        let status = try await run.end()
        #expect(status == 8, "\(run.errorOutput)")
        #expect(run.errorOutput.contains("waloop02"))
        try await broker.heal("waloop02")
        try await broker.convergesOnce()
    }

    @Test("A host restarts in the middle of a run")
    func rebootInMidApply() async throws {
        let broker = try await FaultyBroker.converged()
        try await broker.change()
        let run = try broker.applying()
        try await run.until { $0.stepsEnded >= 1 }
        try await broker.fault("waloop01", "reboot")
        _ = try await run.end()
        try await broker.heal("waloop01")
        try await eventually("the engine of waloop01 answers", within: .seconds(60)) {
            try await !broker.lab.containers(on: "waloop01").isEmpty
        }
        try await broker.convergesOnce()
    }

    @Test("A host that does not answer is named with the reason; the rest converges", arguments: [
        ("docker-stop", "start the engine"), ("sshd-stop", "Connection refused"), ("pause", "no SSH handshake"),
    ])
    func hostDoesNotAnswer(_ fault: String, _ words: String) async throws {
        let broker = try await FaultyBroker.converged()
        try await broker.change()
        try await broker.fault("waloop03", fault)
        let partial = try await broker.controller.apply(status: 8)
        #expect(partial.output.contains("waloop03") && partial.output.contains(words), "\(partial.output)")
        try await broker.heal("waloop03")
        try await broker.convergesOnce()
    }

    @Test("A host whose disk is full says so, loses nothing, and is mended after")
    func diskFull() async throws {
        let broker = try await FaultyBroker.converged()
        try await broker.change()
        let before = try await broker.lab.on("waloop01", "sha256sum /home/gb/compose/*/*")
        try await broker.fault("waloop01", "disk-full")
        let failed = try await broker.controller.apply(status: 1)
        #expect(failed.errorOutput.contains("No space left on device"), "\(failed.errorOutput)")
        #expect(try await broker.lab.on("waloop01", "sha256sum /home/gb/compose/*/*") == before)
        try await broker.heal("waloop01")
        try await broker.convergesOnce()
    }
}
