import BrokerModel
import Controller
import Forge
import Foundation
import Previews
import Synchronization
import TestSupport
import Testing

/// Previews on pull requests, over curl(1) and HTTP to one that answers as the forge
/// does, with a git repository beside it.
@Suite("Previews at the forge", .timeLimit(.minutes(5)))
struct PullRequestTests {
    func fixture(
        _ kind: ForgeKind, at address: String, previews: String = "{}", pollSeconds: Int = 10
    ) throws -> ServiceFixture {
        let forge = "{kind: \(kind.rawValue), url: \"\(address)\", repository: wmo/broker, tokenFile: token}"
        let fixture = try ServiceFixture(
            pollSeconds: pollSeconds, more: "forge: \(forge)\npreviews: \(previews)\n")
        let file = URL(fileURLWithPath: fixture.directory + "/token")
        try Data((PullRequestServer.token + "\n").utf8).write(to: file)
        return fixture
    }

    /// Puts a commit where the forge keeps the heads of changes, and in no branch.
    func propose(
        _ number: Int, _ kind: ForgeKind, _ files: [String: String], in fixture: ServiceFixture
    ) throws -> String {
        let repository = fixture.repository
        try repository.git(["checkout", "--quiet", "-B", "proposed", "main"])
        let commit = try repository.commit("Change \(number)", files)
        try repository.git(["checkout", "--quiet", "main"])
        try repository.git(["branch", "--quiet", "-D", "proposed"])
        let directory = kind == .gitlab ? "merge-requests" : "pull"
        try repository.git(["update-ref", "refs/\(directory)/\(number)/head", commit])
        return commit
    }

    func node(zone: String) throws -> [String: String] {
        let file = "nodes/ca-eccc-msc.yaml"
        return [file: try #require(DesiredText.files()[file]) + "\nenvironment: {TZ: \(zone)}\n"]
    }

    /// Brings something to main under a name that the forge knows before anybody sees it.
    ///
    /// - Parameters:
    ///   - number: of the change it is of; nil where the forge does not know.
    ///   - isListed: whether the forge lists the change as open nevertheless.
    func squash(
        _ number: Int?, _ forge: PullRequestServer, in fixture: ServiceFixture, antiloop: String = "1.0.0",
        isListed: Bool = false, _ files: [String: String]
    ) throws -> String {
        let repository = fixture.repository
        try repository.git(["checkout", "--quiet", "-B", "squashed", "main"])
        let commit = try fixture.commit("Squashed", antiloop: antiloop, files: files)
        if let number, !isListed { forge.merge(number, as: commit) }
        if let number, isListed { forge.state.withLock { $0.merged[commit] = number } }
        try repository.git(["checkout", "--quiet", "main"])
        try repository.git(["merge", "--quiet", "--ff-only", "squashed"])
        return commit
    }

    /// Nobody was shown the first commit.
    func approveFirst(_ main: String, at service: BrokerService) async throws {
        let status = try await service.until("the first commit waits") { $0.state == "waiting" }
        #expect(status.waiting?.because == ["it is not what a preview showed its reviewers"])
        try await approve(status, at: service)
        try await service.untilStanding(at: main)
    }

    func short(_ commit: String) -> String { CommitID(commit)?.abbreviated ?? commit }
    private func failed(_ kind: ForgeKind) -> String { kind == .gitlab ? "failed" : "failure" }

    @Test(
        "One comment and a final status for each open change, updated in place; those for other branches are left alone",
        arguments: ForgeKind.allCases)
    func published(kind: ForgeKind) async throws {
        let forge = PullRequestServer(kind)
        try await forge.listening { address in
            let fixture = try fixture(kind, at: address)
            let main = try fixture.commit("first")
            var heads: [Int: String] = [:]
            for number in 1...3 {
                heads[number] = try propose(number, kind, try node(zone: "UTC\(number)"), in: fixture)
                let base = number == 2 ? "other" : "main"
                forge.open(number, at: try #require(heads[number]), base: base, isFork: number == 3)
            }
            try await fixture.serving { service in
                try await service.untilStanding(at: main)
                _ = try await service.until("all are told") { _ in
                    [1, 3].allSatisfy {
                        forge.comments(on: $0).first?.body.contains("1 node without redundancy") == true
                    }
                }
                #expect(forge.comments(on: 2).isEmpty)
                let moved = try propose(1, kind, try node(zone: "CET"), in: fixture)
                forge.open(1, at: moved)
                _ = try await service.until("the new head is told") { _ in
                    forge.comments(on: 1).first?.body.contains(short(moved)) == true
                        && !forge.states(of: moved).isEmpty
                }
                #expect(forge.comments(on: 1).count == 1)
                #expect(forge.states(of: moved).last == "success")
            }
            // Whatever was told is final: nothing is left to end.
            let told = forge.state.withLock { $0.statuses.filter { $0.context == "isobar/preview" }.map(\.state) }
            #expect(!told.contains("pending") && !told.contains("running"))
        }
    }

    @Test("What conflicts or is no valid state is a failure that says where", arguments: ForgeKind.allCases)
    func broken(kind: ForgeKind) async throws {
        let forge = PullRequestServer(kind)
        try await forge.listening { address in
            let fixture = try fixture(kind, at: address)
            try fixture.commit("first")
            let invalid = try propose(1, kind, ["nodes/fr-meteofrance.yaml": "centreId: 7x\n"], in: fixture)
            let conflicting = try propose(2, kind, try node(zone: "UTC"), in: fixture)
            let second = try fixture.commit("second", files: try node(zone: "CET"))
            forge.open(1, at: invalid)
            forge.open(2, at: conflicting)
            try await fixture.serving { service in
                try await service.untilStanding(at: second)
                _ = try await service.until("both are told") { _ in
                    [invalid, conflicting].allSatisfy { forge.states(of: $0).last == failed(kind) }
                        && forge.comments(on: 2).first?.body.contains("Cannot be merged") == true
                }
                #expect(forge.comments(on: 1).first?.body.contains("nodes/fr-meteofrance.yaml:1:") == true)
                #expect(forge.comments(on: 2).first?.body.contains("nodes/ca-eccc-msc.yaml") == true)
            }
        }
    }

    @Test(
        "A forge that is away, or wants to be left in peace, is told nevertheless; a deleted comment is written anew",
        arguments: ForgeKind.allCases)
    func away(kind: ForgeKind) async throws {
        let forge = PullRequestServer(kind)
        try await forge.listening { address in
            let fixture = try fixture(kind, at: address)
            let main = try fixture.commit("first")
            let first = try propose(1, kind, try node(zone: "UTC"), in: fixture)
            forge.open(1, at: first)
            forge.state.withLock { state in
                state.mishaps = [
                    (503, [:]), (500, [:]), (429, ["Retry-After": "2"]), (409, [:]), (502, [:]), (503, [:]),
                ]
            }
            try await fixture.serving { service in
                try await service.untilStanding(at: main)
                _ = try await service.until("it is told") { _ in
                    forge.states(of: first).last == "success" && forge.comments(on: 1).count == 1
                }
                forge.state.withLock { $0.comments = [:] }
                let second = try propose(1, kind, try node(zone: "CET"), in: fixture)
                forge.open(1, at: second)
                _ = try await service.until("it is written anew") { _ in
                    forge.comments(on: 1).first?.body.contains(short(second)) == true
                }
                #expect(forge.comments(on: 1).count == 1)
            }
        }
    }

    @Test("After a restart that finds everything as it was, the comment stays as it is", arguments: ForgeKind.allCases)
    func restarted(kind: ForgeKind) async throws {
        let forge = PullRequestServer(kind)
        try await forge.listening { address in
            let fixture = try fixture(kind, at: address)
            let main = try fixture.commit("first")
            try await fixture.serving { service in try await service.untilStanding(at: main) }
            let head = try propose(1, kind, try node(zone: "UTC"), in: fixture)
            forge.open(1, at: head)
            var told: [PullRequestServer.Comment] = []
            for round in 1...2 {
                try await fixture.serving { service in
                    _ = try await service.until("it is told") { _ in forge.states(of: head).count >= round }
                }
                if round == 1 { told = forge.comments(on: 1) }
            }
            #expect(told.count == 1 && forge.comments(on: 1) == told)
        }
    }

    @Test("Squashed as it was shown it is carried out, and the comment says so", arguments: ForgeKind.allCases)
    func asReviewed(kind: ForgeKind) async throws {
        let forge = PullRequestServer(kind)
        try await forge.listening { address in
            let fixture = try fixture(kind, at: address, previews: "{whenDifferent: wait}")
            let main = try fixture.commit("first")
            let files = try node(zone: "UTC")
            let head = try propose(1, kind, files, in: fixture)
            try await fixture.serving { service in
                try await approveFirst(main, at: service)
                forge.open(1, at: head)
                _ = try await service.until("it is shown on main as it is") { _ in
                    let shown = await service.previews.shown.first?.preview
                    return shown?.base.text == main && forge.states(of: head).last == "success"
                        && shown?.planned?.comparison.pending.isEmpty == true
                }
                let squashed = try squash(1, forge, in: fixture, files)
                try await service.untilStanding(at: squashed)
                _ = try await service.until("the comment says so") { _ in
                    forge.comments(on: 1).first?.body.contains("Merged, as reviewed") == true
                }
                #expect(forge.comments(on: 1).count == 1)
            }
            #expect(fixture.said.lines.contains { $0.message == "merged as reviewed" })
        }
    }

    @Test(
        "Merged as something else than was shown: the difference is said, and it waits where the policy asks",
        arguments: [false, true])
    func unlikeReviewed(waits: Bool) async throws {
        let forge = PullRequestServer(.github)
        try await forge.listening { address in
            let fixture = try fixture(.github, at: address, previews: waits ? "{whenDifferent: wait}" : "{}")
            let main = try fixture.commit("first")
            let head = try propose(1, .github, try node(zone: "UTC"), in: fixture)
            forge.open(1, at: head)
            try await fixture.serving { service in
                if waits {
                    try await approveFirst(main, at: service)
                } else {
                    try await service.untilStanding(at: main)
                }
                _ = try await service.until("it is shown on main as it is") { _ in
                    let shown = await service.previews.shown.first?.preview
                    return forge.states(of: head).last == "success"
                        && shown?.planned?.comparison.pending.isEmpty == true
                }
                // Somebody added to it on the way.
                let merged = try squash(1, forge, in: fixture, antiloop: "1.0.1", try node(zone: "UTC"))
                if waits {
                    let waiting = try await service.until("it waits") { $0.state == "waiting" }
                    #expect(waiting.waiting?.because == ["it is not what a preview showed its reviewers"])
                    try await approve(waiting, at: service)
                }
                try await service.untilStanding(at: merged)
                _ = try await service.until("the comment says so") { _ in
                    forge.comments(on: 1).first?.body.contains("Merged, and not as reviewed") == true
                }
                let comment = try #require(forge.comments(on: 1).first?.body)
                #expect(comment.contains("not shown: ") && comment.contains("container/ca-eccc-msc"))
            }
        }
    }

    @Test("Two changes that a queue merges at once, one of them rebased commit by commit: as reviewed, and said in both")
    func together() async throws {
        let forge = PullRequestServer(.github)
        try await forge.listening { address in
            let fixture = try fixture(.github, at: address, previews: "{whenDifferent: wait}")
            let main = try fixture.commit("first")
            let node = try #require(DesiredText.files()["nodes/ca-eccc-msc.yaml"])
            let file = "nodes/de-dwd.yaml"
            let text = node.replacing("ca-eccc-msc", with: "de-dwd")
            let heads = [
                try propose(1, .github, try self.node(zone: "UTC"), in: fixture),
                try propose(2, .github, [file: text + "# A word.\n"], in: fixture),
            ]
            try await fixture.serving { service in
                try await approveFirst(main, at: service)
                for (index, head) in heads.enumerated() { forge.open(index + 1, at: head) }
                _ = try await service.until("both are shown on main as it is") { _ in
                    let shown = await service.previews.shown.map(\.preview)
                    return shown.count == 2
                        && shown.allSatisfy {
                            $0.base.text == main && $0.planned?.comparison.pending.isEmpty == true
                        }
                }
                let repository = fixture.repository
                try repository.git(["checkout", "--quiet", "-B", "queued", "main"])
                forge.merge(1, as: try repository.commit("Change 1", try self.node(zone: "UTC")))
                forge.merge(2, as: try repository.commit("Change 2, begun", [file: text]))
                let last = try repository.commit("Change 2, ended", [file: text + "# A word.\n"])
                forge.merge(2, as: last)
                try repository.git(["checkout", "--quiet", "main"])
                try repository.git(["merge", "--quiet", "--ff-only", "queued"])
                try await service.untilStanding(at: last)
                _ = try await service.until("both comments say so") { _ in
                    [1, 2].allSatisfy { forge.comments(on: $0).first?.body.contains("Merged, as reviewed") == true }
                }
            }
        }
    }

    @Test("What waits in a merge queue has its status, and no comment")
    func queue() async throws {
        let forge = PullRequestServer(.github)
        try await forge.listening { address in
            let fixture = try fixture(.github, at: address)
            let main = try fixture.commit("first")
            let queued = try fixture.branch("gh-readonly-queue/main/pr-1-\(main)", zone: "UTC")
            let other = try fixture.branch("gh-readonly-queue/other/pr-2-\(main)", zone: "CET")
            try await fixture.serving { service in
                try await service.untilStanding(at: main)
                _ = try await service.until("it is told") { _ in forge.states(of: queued).last == "success" }
                _ = await service.sync(by: "test")
            }
            #expect(forge.states(of: other).isEmpty)
            #expect(forge.state.withLock { $0.comments.isEmpty })
        }
    }

    @Test("A webhook has it previewed at once; one that comes twice or late changes nothing", arguments: ForgeKind.allCases)
    func webhooks(kind: ForgeKind) async throws {
        let forge = PullRequestServer(kind)
        try await forge.listening { address in
            let fixture = try fixture(kind, at: address, pollSeconds: 86_400)
            let main = try fixture.commit("first")
            try await fixture.taking(kind) { door in
                @Sendable func tell(_ head: String) async throws -> Int {
                    let body = Array(Self.event(kind, 1, head).utf8)
                    return try await door.send(
                        "POST", "/webhooks/\(kind.rawValue)", WebhookTests.headers(kind, body), body: body).status
                }
                @Sendable func isShown(_ head: String) -> Bool {
                    forge.comments(on: 1).first?.body.contains(short(head)) == true && !forge.states(of: head).isEmpty
                }
                try await door.service.untilStanding(at: main)
                let first = try propose(1, kind, try node(zone: "UTC"), in: fixture)
                forge.open(1, at: first)
                #expect(try await tell(first) == 202)
                _ = try await door.service.until("it is shown") { _ in isShown(first) }

                // Two pushes, of which the second is told of first.
                let second = try propose(1, kind, try node(zone: "CET"), in: fixture)
                let third = try propose(1, kind, try node(zone: "EET"), in: fixture)
                forge.open(1, at: third)
                #expect(try await tell(third) == 202)
                #expect(try await tell(second) == 202)
                #expect(try await tell(third) == 200)
                _ = try await door.service.until("the newest is shown") { _ in isShown(third) }
                _ = await door.service.sync(by: "test")
                #expect(forge.comments(on: 1).count == 1 && isShown(third))
                #expect(forge.states(of: second).isEmpty)
            }
        }
    }

    private static func event(_ kind: ForgeKind, _ number: Int, _ head: String) -> String {
        kind == .gitlab
            ? """
            {"object_kind": "merge_request", "object_attributes": {"iid": \(number), "target_branch": "main", \
            "last_commit": {"id": "\(head)"}}}
            """
            : """
            {"action": "synchronize", "number": \(number), "pull_request": {"number": \(number), \
            "head": {"sha": "\(head)"}, "base": {"ref": "main"}}}
            """
    }

    func approve(_ status: ServiceStatus, at service: BrokerService) async throws {
        let plan = try #require(status.waiting.flatMap { Digest($0.plan) })
        _ = try await service.decide(
            PlanDecision(plan: plan, verdict: .approved, actor: "ada@test", reason: nil, allowedDeletes: nil))
    }
}
