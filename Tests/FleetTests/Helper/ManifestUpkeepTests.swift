import BrokerModel
import Execution
import Foundation
import Testing

@testable import Fleet

@Suite("Upkeep of the manifest")
struct ManifestUpkeepTests {
    /// A run was killed between listing a file and making it, and nobody wants
    /// the file any more: the next run strikes it out when it ends.
    @Test func whatIsNotThereIsStruck() async throws {
        try await Sandbox.with { sandbox in
            let performer = FleetPerformer(try sandbox.fleet())
            let kept = try Steps.file("/home/gb/compose/kept", "x")
            let lost = try Steps.file("/home/gb/compose/lost", "x")
            let directory = try Steps.directory("/home/gb/compose/gone")
            _ = await performer.begin(try Steps.plan([Steps.put(kept), Steps.put(lost), Steps.put(directory)]))
            _ = try await performer.perform(Steps.put(kept))
            #expect(try await sandbox.observedHost().manifest.resources.count == 3)
            // What the next run makes it lists anew, though it is not there.
            let again = FleetPerformer(try sandbox.fleet("again"))
            let plan = try Steps.plan([Steps.put(directory)])
            #expect(await again.begin(plan) == [:])
            _ = try await again.perform(plan.steps[0])
            #expect(await again.end(plan, outcomes: [plan.steps[0].id: .succeeded(StepOutput())]) == [:])
            #expect(try await sandbox.observedHost().manifest.resources == [kept.address, directory.address])
        }
    }

    /// A place that somebody took does not look like ours because a run that was
    /// killed had listed it.
    @Test func aTakenPlaceIsStruckThoughItWasListedBefore() async throws {
        try await Sandbox.with { sandbox in
            let file = try Steps.file("/home/gb/compose/x", "ours\n")
            _ = await FleetPerformer(try sandbox.fleet()).begin(try Steps.plan([Steps.put(file)]))
            let again = FleetPerformer(try sandbox.fleet("again"))
            let plan = try Steps.plan([Steps.put(file)])
            #expect(await again.begin(plan) == [:])
            try sandbox.write("theirs\n", to: "/home/gb/compose/x")
            let failure = await #expect(throws: Failure.self) { try await again.perform(plan.steps[0]) { _ in } }
            let outcome = try #require(failure)
            _ = await again.end(plan, outcomes: [plan.steps[0].id: .failed(outcome)])
            #expect(try await sandbox.observedHost([file]).resources[file.address]?.isOwned == false)
        }
    }
}
