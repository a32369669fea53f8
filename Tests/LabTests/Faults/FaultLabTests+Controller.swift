import Foundation
import Glibc
import TestSupport
import Testing

/// Faults of the controller's own disk and database.
extension FaultLabTests {
    /// A broker whose controller keeps its ledger on a small disk.
    private func broker(on disk: SmallDisk) async throws -> FaultyBroker {
        let broker = try await FaultyBroker.converged()
        let controller = try broker.controller.with(database: disk.directory + "/isobar.sqlite")
        // Hosts that are as git wants them are worth recording in a new ledger too.
        try await controller.apply()
        return FaultyBroker(lab: broker.lab, controller: controller)
    }

    /// What an operator has to be told: what was attempted, on what file, what
    /// came back, and what to do.
    private func expect(_ words: [String], in report: String, _ broker: FaultyBroker) {
        for word in words + ["could not", broker.controller.database, "hint:"] {
            #expect(report.contains(word), "\(word): \(report)")
        }
    }

    @Test("The controller's disk is full before a run: nothing is begun")
    func controllerDiskFull() async throws {
        let disk = try SmallDisk(size: 32)
        let broker = try await broker(on: disk)
        try await broker.change()
        let before = try await broker.lab.allContainers()
        try disk.fill()
        let failed = try await broker.controller.apply(status: 1)
        expect(["free space"], in: failed.errorOutput, broker)
        #expect(try await broker.lab.allContainers() == before)
        try disk.empty()
        try await broker.convergesOnce()
    }

    @Test("The controller's disk fills up in the middle of a run: the steps at hand are finished, no other is begun")
    func controllerDiskFillsUp() async throws {
        let disk = try SmallDisk(size: 32)
        let broker = try await broker(on: disk)
        try await broker.change()
        let run = try broker.applying()
        try await run.until { $0.stepsEnded >= 1 }
        try disk.fill()
        #expect(try await run.end() == 1)
        expect(["database or disk is full", "make room"], in: run.errorOutput, broker)
        try disk.empty()
        #expect(try await !broker.controller.plan().steps.isEmpty, "the run went on without a record")
        try await broker.convergesOnce()
    }

    @Test("Another program holds the database", arguments: [false, true])
    func databaseLocked(inMidRun: Bool) async throws {
        let disk = try SmallDisk(size: 32)
        let broker = try await broker(on: disk)
        try await broker.change()
        let before = try await broker.lab.allContainers()
        if inMidRun {
            let run = try broker.applying()
            try await run.until { $0.stepsEnded >= 1 }
            let other = try await Self.holding(broker.controller.database)
            #expect(try await run.end() == 1)
            expect(["database is locked", "fuser"], in: run.errorOutput, broker)
            try await other.finish()
        } else {
            let other = try await Self.holding(broker.controller.database)
            let failed = try await broker.controller.apply(status: 1)
            expect(["database is locked", "fuser"], in: failed.errorOutput, broker)
            #expect(try await broker.lab.allContainers() == before)
            try await other.finish()
        }
        try await broker.convergesOnce()
    }

    /// A program that is in the middle of writing to the database.
    private static func holding(_ database: String) async throws -> Companion {
        try await Companion(
            "/usr/bin/python3",
            [
                "-c",
                """
                import sqlite3, sys
                connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
                connection.execute("BEGIN IMMEDIATE")
                print("ready", flush=True)
                sys.stdin.read()
                connection.execute("ROLLBACK")
                """, database,
            ])
    }

    @Test("The controller's disk can only be read: nothing is begun")
    func controllerDiskReadOnly() async throws {
        let disk = try SmallDisk(size: 32)
        let broker = try await broker(on: disk)
        try await broker.change()
        let before = try await broker.lab.allContainers()
        try await disk.remount(Int(MS_RDONLY))
        let failed = try await broker.controller.apply(status: 1)
        expect(["writable for this user"], in: failed.errorOutput, broker)
        #expect(try await broker.lab.allContainers() == before)
        try await disk.remount(0)
        try await broker.convergesOnce()
    }
}
