import BrokerModel
import Foundation
import Testing

@testable import Fleet

@Suite("The lease of a host")
struct LeaseTests {
    @Test func theLatestHolderMayChangeThings() async throws {
        try await Sandbox.with { sandbox in
            let file = try Steps.file("/home/gb/compose/x", "first\n")
            let other = try Steps.file("/home/gb/compose/x", "second\n")
            let first = FleetPerformer(try sandbox.fleet("first:1"))
            let second = FleetPerformer(try sandbox.fleet("second:2"))
            #expect(await first.begin(try Steps.plan([Steps.put(file)])).isEmpty)
            #expect(await second.begin(try Steps.plan([Steps.put(other)])).isEmpty)
            let failure = await #expect(throws: Failure.self) { try await first.perform(Steps.put(file)) { _ in } }
            #expect(failure?.code == .locked)
            #expect(failure?.response.contains("second:2") == true)
            _ = try await second.perform(Steps.put(other)) { _ in }
            #expect(try sandbox.text("/home/gb/compose/x") == "second\n")

            // The loser gives nothing back that is not its own.
            #expect(await first.end(try Steps.plan([Steps.put(file)]), outcomes: [:]).isEmpty)
            #expect(try sandbox.text("/var/lib/isobar/lease") == "2 second:2\n")
            #expect(await second.end(try Steps.plan([Steps.put(other)]), outcomes: [:]).isEmpty)
            #expect(try sandbox.text("/var/lib/isobar/lease") == "2 -\n")
        }
    }

    @Test func aPlaceSomebodyElseTookDoesNotBecomeOurs() async throws {
        try await Sandbox.with { sandbox in
            let file = try Steps.file("/home/gb/compose/x", "ours\n")
            // Somebody else made it after the plan was made.
            try sandbox.write("theirs\n", to: "/home/gb/compose/x")
            let failures = try await FleetPerformer(try sandbox.fleet()).carryOut([Steps.put(file)])
            #expect(failures[file.address]?.code == .planStale)
            #expect(try sandbox.text("/home/gb/compose/x") == "theirs\n")
            let seen = try await sandbox.observedHost([file])
            #expect(!seen.manifest.resources.contains(file.address))
            #expect(seen.resources[file.address]?.isOwned == false)
        }
    }

    @Test func withoutALeaseNothingIsChanged() async throws {
        try await Sandbox.with { sandbox in
            let performer = FleetPerformer(try sandbox.fleet())
            let file = try Steps.file("/home/gb/compose/x", "x")
            let before = try sandbox.everything()
            let failure = await #expect(throws: Failure.self) { try await performer.perform(Steps.put(file)) }
            #expect(failure?.code == .locked)
            // Nor does the helper itself accept it.
            let host = FleetHost(try sandbox.link())
            await #expect(throws: Failure.self) {
                try await host.change(
                    PutVerb(specification: try #require(file.specification as? FileSpecification), expected: .absent))
            }
            #expect(try sandbox.everything() == before)
        }
    }

    @Test func aHostOfAnotherBrokerIsNotTouched() async throws {
        try await Sandbox.with { sandbox in
            try FileManager.default.createDirectory(
                at: sandbox.url("/var/lib/isobar/"), withIntermediateDirectories: true)
            let theirs = Manifest(
                broker: CentreID("zz-other-global-broker"),
                resources: [ResourceAddress(try Sandbox.name.required, FileSpecification.kind, "home/gb/compose/x")])
            try Data(ManifestFile.contents(of: theirs)).write(to: sandbox.url("/var/lib/isobar/managed.json"))
            try sandbox.write("theirs", to: "/home/gb/compose/x")
            let file = try Steps.file("/home/gb/compose/x", "ours")
            #expect(try await sandbox.observedHost().resources[file.address]?.isOwned == false)
            let failures = await FleetPerformer(try sandbox.fleet()).begin(try Steps.plan([Steps.put(file)]))
            #expect(failures.values.first?.code == .refusedByPolicy)
            #expect(try sandbox.text("/home/gb/compose/x") == "theirs")
        }
    }
}
