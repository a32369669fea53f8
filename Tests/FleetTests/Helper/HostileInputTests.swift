import BrokerModel
import Foundation
import Testing

@testable import Fleet

@Suite("Hostile names and contents")
struct HostileInputTests {
    static let names = [
        "$(touch pwned)", "`touch pwned`", "; touch pwned;", "a'b\"c", #"back\slash\n"#, "-rf", "--help", "*", "[a-z]?",
        "é€😀", " leading and trailing ", "#end", "%s%n", "&& touch pwned", "a|b", "~root", "${IFS}", ".hidden.yml",
        "!history", "end",
    ]

    @Test(arguments: names)
    func anyNameIsOnlyAName(_ name: String) async throws {
        try await Sandbox.with { sandbox in
            let path = "/home/gb/compose/" + name
            let contents = "\(name)\n\u{0}end\nput\n$(touch pwned)\n"
            let file = try Steps.file(path, ConfidentialText(contents))
            let performer = FleetPerformer(try sandbox.fleet())
            #expect(try await performer.carryOut([Steps.put(file)]) == [:])
            let host = try await sandbox.observedHost([file])
            let observed = try #require(host.resources[file.address])
            #expect(observed.isOwned)
            #expect((observed.observation as? FileObservation)?.digest == Digest(of: contents))
            #expect(try FileManager.default.contentsOfDirectory(atPath: sandbox.url("/home/gb/compose").path) == [name])

            #expect(try await performer.carryOut([Steps.remove(file, observed.observation)]) == [:])
            #expect(try FileManager.default.contentsOfDirectory(atPath: sandbox.url("/home/gb/compose").path) == [])
            #expect(try sandbox.everything().allSatisfy { !$0.contains("pwned") || $0.contains("touch") })
        }
    }

    @Test(arguments: ["$(id)", "root daemon", "-R", "", "..", "root:root", "a\nb"])
    func anOwnerIsOnlyAnAccount(_ owner: String) async throws {
        try await Sandbox.with { sandbox in
            let file = try Steps.file(
                "/home/gb/compose/x", "x", ownership: FileOwnership(owner: owner, group: "root", mode: 0o644))
            let failures = try await FleetPerformer(try sandbox.fleet()).carryOut([Steps.put(file)])
            #expect(failures[file.address]?.code == .helperRefused)
            #expect(!sandbox.exists("/home/gb/compose/x"))
        }
    }

    @Test(arguments: [0o4755, 0o2644, 0o1777, 0o10644])
    func noFileGetsMoreThanPermissions(_ mode: Int) async throws {
        try await Sandbox.with { sandbox in
            let file = try Steps.file(
                "/home/gb/compose/x", "x", ownership: FileOwnership(owner: "root", group: "root", mode: mode))
            let failures = try await FleetPerformer(try sandbox.fleet()).carryOut([Steps.put(file)])
            #expect(failures[file.address]?.code == .helperRefused)
        }
    }

    /// A neighbour in the manifest is not enough: names are compared whole.
    @Test func patternsInTheManifestMatchNothing() async throws {
        try await Sandbox.with { sandbox in
            let performer = FleetPerformer(try sandbox.fleet())
            let star = try Steps.file("/home/gb/compose/*", "x")
            let other = try Steps.file("/home/gb/compose/other", "x")
            _ = await performer.begin(try Steps.plan([Steps.put(star)]))
            await #expect(throws: Failure.self) { try await performer.perform(Steps.put(other)) }
        }
    }
}
