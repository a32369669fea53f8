import BrokerModel
import Foundation
import Testing

@testable import Fleet

/// The verb that tells EMQX who may come in, where none runs: what it refuses.
/// What it does is tested on the lab.
@Suite("The EMQX verb")
struct EMQXTests {
    private static let user = EMQXUserSpecification(
        name: "everyone", login: "everyone", password: ConfidentialText(Secret("canary-password")), hosts: [])

    private static let actions: [EMQXVerb.Action] = [
        .configure(password: ConfidentialText(Secret("canary-password"))), .user(user), .note(user),
        .remove(name: "everyone"),
    ]

    /// Runs an action under a lease.
    private func failure(_ action: EMQXVerb.Action, in sandbox: Sandbox) async throws -> Failure? {
        let link = try sandbox.link()
        let lease = LeaseVerb(action: .take, holder: link.settings.holder)
        await link.hold(try await link.run([lease]).leaseToken)
        do {
            try await link.run(EMQXVerb(action: action))
            return nil
        } catch let failure as Failure {
            return failure
        }
    }

    @Test func withoutALeaseNothingIsSaid() async throws {
        try await Sandbox.with { sandbox in
            for action in Self.actions {
                let failure = await #expect(throws: Failure.self) {
                    try await sandbox.link().run(EMQXVerb(action: action))
                }
                #expect(failure?.code == .locked)
            }
        }
    }

    @Test func whatTheManifestDoesNotListIsLeftAlone() async throws {
        try await Sandbox.with { sandbox in
            for action in Self.actions {
                let failure = try await failure(action, in: sandbox)
                #expect(failure?.code == .helperRefused)
                #expect(failure?.response.contains("does not list") == true)
                #expect(failure?.description.contains("canary-password") == false)
            }
        }
    }

    @Test(arguments: ["", "a b", "a/b", "..", "$(id)", "a\nstamp x", "a?limit=1", "a#b", "ä"])
    func aUserIsOnlyAUser(_ name: String) async throws {
        try await Sandbox.with { sandbox in
            let failure = try await failure(.remove(name: name), in: sandbox)
            #expect(failure?.code == .helperRefused)
            #expect(failure?.response.contains("does not list") != true)
        }
    }

    /// Each by a helper of its own, at the same time.
    @Test func usersThatAreToldAtOnceAreAllRemembered() async throws {
        try await Sandbox.with { sandbox in
            let users = (1...12).map { number in
                EMQXUserSpecification(
                    name: "user\(number)", login: ConfidentialText("user\(number)"), password: "pass", hosts: [])
            }
            let link = try sandbox.link()
            await link.hold(try await link.run([LeaseVerb(action: .take, holder: link.settings.holder)]).leaseToken)
            let lines = users.map { "\"\(EMQXUserSpecification.resource(of: $0.name))\"" }.joined(separator: ",\n")
            try sandbox.write(
                "{\"formatVersion\": 1, \"broker\": null, \"resources\": [\n\(lines)\n]}\n",
                to: "/var/lib/isobar/managed.json")
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for user in users { tasks.addTask { try await link.run(EMQXVerb(action: .note(user))) } }
                try await tasks.waitForAll()
            }
            let remembered = try sandbox.text("/var/lib/isobar/emqx-users").split(separator: "\n").compactMap {
                $0.split(separator: " ").dropFirst().first.map(String.init)
            }
            #expect(remembered.sorted() == users.map(\.name).sorted())
        }
    }

    /// No EMQX is a state, and no trouble.
    @Test func whereNoneRunsNoneAnswers() async throws {
        try await Sandbox.with { sandbox in
            let answer = try await sandbox.link().run([LookVerb(asksMembers: true, asksDoor: true)])
            #expect(answer.emqxMembers == nil)
            #expect(answer.emqxDoor == EMQXDoorReport(state: "silent", greeting: "silent", stamps: ""))
            #expect(answer.troubles.isEmpty)
        }
    }
}
