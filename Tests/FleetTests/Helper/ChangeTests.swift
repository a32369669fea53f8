import BrokerModel
import Foundation
import Testing

@testable import Fleet

@Suite("Changing a host")
struct ChangeTests {
    private static let directory = "/home/gb/compose/ca-eccc-msc"
    private static let path = directory + "/ca-eccc-msc.env"

    @Test func filesComeAndGo() async throws {
        try await Sandbox.with { sandbox in
            let directory = try Steps.directory(Self.directory)
            let file = try Steps.file(
                Self.path, "PASSWORD=\(Secret("it's $(secret)"))\n",
                ownership: FileOwnership(owner: "daemon", group: "daemon", mode: 0o640))
            let fleet = try sandbox.fleet()
            let performer = FleetPerformer(fleet)
            #expect(try await performer.carryOut([Steps.put(directory), Steps.put(file)]) == [:])
            #expect(try sandbox.text(Self.path) == "PASSWORD=it's $(secret)\n")

            var host = try await sandbox.observedHost([directory, file])
            #expect(host.manifest == Manifest(broker: Sandbox.broker, resources: [directory.address, file.address]))
            let observed = try #require(host.resources[file.address])
            #expect(observed.isOwned)
            #expect((observed.observation as? FileObservation)?.ownership.modeText == "0640")
            #expect((observed.observation as? FileObservation)?.ownership.owner == "daemon")

            // A second time: nothing fails, nothing changes.
            #expect(try await performer.carryOut([Steps.put(directory), Steps.put(file)]) == [:])

            let changed = try Steps.file(Self.path, "B=2\n")
            #expect(try await performer.carryOut([Steps.put(changed, over: observed.observation)]) == [:])
            #expect(try sandbox.text(Self.path) == "B=2\n")

            // What nobody wants is still seen, through the manifest.
            host = try await sandbox.observedHost([])
            let removals = [file, directory].map { Steps.remove($0, host.resources[$0.address]?.observation) }
            #expect(try await performer.carryOut(removals) == [:])
            #expect(!sandbox.exists(Self.directory))
            #expect(try await sandbox.observedHost([]).manifest.resources.isEmpty)
            #expect(try await performer.carryOut(removals) == [:], "removing twice succeeds")
        }
    }

    @Test func whatChangedMeanwhileIsLeftAlone() async throws {
        try await Sandbox.with { sandbox in
            let path = "/home/gb/compose/x.env"
            let file = try Steps.file(path, "ours\n")
            let performer = FleetPerformer(try sandbox.fleet())
            try sandbox.write("theirs\n", to: path)
            // Planned as a creation, and as a change of something else.
            for observation in [nil, FileObservation(digest: Digest(of: "before\n"), ownership: Steps.ownership)] {
                let failures = try await performer.carryOut([Steps.put(file, over: observation)])
                #expect(failures[file.address]?.code == .planStale)
                let removal = try await performer.carryOut([Steps.remove(file, observation)])
                // What was never made is not even listed as ours.
                #expect(removal[file.address]?.code == (observation == nil ? .helperRefused : .planStale))
            }
            #expect(try sandbox.text(path) == "theirs\n")
        }
    }

    @Test func aDirectoryWithForeignFilesStays() async throws {
        try await Sandbox.with { sandbox in
            let directory = try Steps.directory("/home/gb/compose/x")
            let performer = FleetPerformer(try sandbox.fleet())
            try await performer.carryOut([Steps.put(directory)])
            try sandbox.write("theirs", to: "/home/gb/compose/x/notes")
            let observation = try await sandbox.observedHost().resources[directory.address]?.observation
            #expect(try await performer.carryOut([Steps.remove(directory, observation)]) == [:])
            #expect(sandbox.exists("/home/gb/compose/x/notes"))
            #expect(try await sandbox.observedHost().manifest.resources.isEmpty, "it is not ours any more")
        }
    }

    @Test(arguments: [
        "/etc/passwd", "/home/gb/.ssh/authorized_keys", "/home/gb/composer/x", "/var/lib/isobar/lease",
        "/etc/haproxy-other/x", "/home/other/compose/x",
    ])
    func nothingElseIsWritten(_ path: String) async throws {
        try await Sandbox.with { sandbox in
            let file = try Steps.file(path, "ours\n")
            let before = try sandbox.everything()
            let failures = try await FleetPerformer(try sandbox.fleet()).carryOut([Steps.put(file)])
            #expect(failures[file.address]?.code == .helperRefused)
            let left = Set(try sandbox.everything()).subtracting(before)
            #expect(left == ["state/isobar", "state/isobar/lease", "state/isobar/lock", "state/isobar/managed.json"])
        }
    }

    /// The record comes first: what it does not list is not written.
    @Test func whatTheManifestDoesNotListIsNotWritten() async throws {
        try await Sandbox.with { sandbox in
            let performer = FleetPerformer(try sandbox.fleet())
            let listed = try Steps.file("/home/gb/compose/listed", "x")
            let other = try Steps.file("/home/gb/compose/liste", "x")
            _ = await performer.begin(try Steps.plan([Steps.put(listed)]))
            let failure = await #expect(throws: Failure.self) { try await performer.perform(Steps.put(other)) }
            #expect(failure?.code == .helperRefused)
            #expect(!sandbox.exists("/home/gb/compose/liste"))
        }
    }

    @Test func aLinkLeadsNowhere() async throws {
        try await Sandbox.with { sandbox in
            let performer = FleetPerformer(try sandbox.fleet())
            let outside = sandbox.directory.appending(path: "outside")
            try FileManager.default.createDirectory(at: outside, withIntermediateDirectories: true)
            try "keep".write(to: outside.appending(path: "target"), atomically: false, encoding: .utf8)
            // A component of the path is a link, and the path itself is one.
            for (link, path) in [
                ("/home/gb/compose/a", "/home/gb/compose/a/target"), ("/home/gb/compose/b", "/home/gb/compose/b"),
            ] {
                let destination = path == link ? outside.appending(path: "target").path : outside.path
                try FileManager.default.createSymbolicLink(
                    atPath: sandbox.url(link).path, withDestinationPath: destination)
                let file = try Steps.file(path, "ours")
                let failures = try await performer.carryOut([Steps.put(file), Steps.remove(file, nil)])
                #expect(failures[file.address] != nil)
            }
            #expect(try String(contentsOf: outside.appending(path: "target"), encoding: .utf8) == "keep")
            #expect(try FileManager.default.contentsOfDirectory(atPath: outside.path) == ["target"])
        }
    }

    @Test func aFullDiskKeepsTheOldFile() async throws {
        try await Sandbox.with { sandbox in
            let small = sandbox.url("/home/gb/compose")
            try await Machine.run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small.path)
            do {
                let performer = FleetPerformer(try sandbox.fleet())
                let path = "/home/gb/compose/x.env"
                let old = try Steps.file(path, "old\n")
                let big = try Steps.file(path, ConfidentialText(String(repeating: "x", count: 200_000)))
                let other = try Steps.file("/home/gb/traefik/other", "other\n")
                try await performer.carryOut([Steps.put(old)])
                let seen = try await sandbox.observedHost().resources[old.address]?.observation
                let failures = try await performer.carryOut([Steps.put(big, over: seen), Steps.put(other)])
                #expect(failures.keys.map(\.name) == [old.address.name])
                #expect(failures[old.address]?.code == .diskFull)
                #expect(try sandbox.text(path) == "old\n")
                #expect(try FileManager.default.contentsOfDirectory(atPath: small.path) == ["x.env"])
            } catch {
                try await Machine.run("umount", small.path)
                throw error
            }
            try await Machine.run("umount", small.path)
        }
    }

    @Test func whatAnInterruptionLeftIsSweptAway() async throws {
        try await Sandbox.with { sandbox in
            let file = try Steps.file("/home/gb/compose/x.env", "new\n")
            try sandbox.write("half", to: "/home/gb/compose/.x.env.abcdEFGH.tmp")
            try sandbox.write("theirs", to: "/home/gb/compose/.y.env.abcdEFGH.tmp")
            try await FleetPerformer(try sandbox.fleet()).carryOut([Steps.put(file)])
            let names = try FileManager.default.contentsOfDirectory(atPath: sandbox.url("/home/gb/compose").path)
            #expect(Set(names) == ["x.env", ".y.env.abcdEFGH.tmp"])
        }
    }

    /// Changes asked for together share runs of the helper.
    @Test func changesAreGathered() async throws {
        try await Sandbox.with { sandbox in
            let fleet = try sandbox.fleet()
            let performer = FleetPerformer(fleet)
            let steps = try (0..<60).map { Steps.put(try Steps.file("/home/gb/compose/\($0)", "\($0)\n")) }
            #expect(await performer.begin(try Steps.plan(steps)).isEmpty)
            let before = sandbox.transport.runs
            try await withThrowingTaskGroup(of: Void.self) { group in
                for step in steps { group.addTask { _ = try await performer.perform(step) } }
                try await group.waitForAll()
            }
            #expect(sandbox.transport.runs - before < 10)
            for number in 0..<60 { #expect(try sandbox.text("/home/gb/compose/\(number)") == "\(number)\n") }
        }
    }
}
