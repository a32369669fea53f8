import BrokerModel
import Execution
import Testing

@testable import Fleet

/// Files for Traefik wait for each other before they are judged. What comes in
/// the same request after them is not touched by that.
@Suite("Files that are judged together")
struct StagedFileTests {
    @Test func otherFilesOfTheSameRequestAreWrittenAsTheyAre() async throws {
        try await Sandbox.with { sandbox in
            let performer = FleetPerformer(try sandbox.fleet())
            let home = try Sandbox.settings().home.text
            let directory = Steps.put(try Steps.directory("\(home)/traefik/dynamic"))
            let files = try (0..<24).map { number in
                let isRoute = number % 3 != 2
                return Steps.put(
                    try Steps.file(
                        isRoute ? "\(home)/traefik/dynamic/r\(number).yml" : "\(home)/compose/f\(number)",
                        ConfidentialText("# \(number)\n"), check: isRoute ? .traefikDynamic : nil,
                        ownership: FileOwnership(owner: "daemon", group: "daemon", mode: isRoute ? 0o644 : 0o600)))
            }
            let plan = try Steps.plan([directory] + files)
            try #require(await performer.begin(plan) == [:])
            _ = try await performer.perform(directory)
            // All at once: they share runs of the helper.
            try await withThrowingTaskGroup { group in
                for step in files { group.addTask { _ = try await performer.perform(step) } }
                try await group.waitForAll()
            }
            for step in files {
                let specification = try #require(step.specification as? FileSpecification)
                let number = specification.path.text.drop { !$0.isNumber }.prefix { $0.isNumber }
                #expect(try sandbox.text(specification.path.text) == "# \(number)\n")
                let seen = try await sandbox.observedHost([
                    Resource(
                        address: step.resource, specification: specification,
                        source: SourcePosition(file: "x", line: 1), reason: "test")
                ]).resources[step.resource]?.observation as? FileObservation
                #expect(seen?.ownership == specification.ownership)
            }
            #expect(await performer.end(plan, outcomes: [:]) == [:])
        }
    }
}
