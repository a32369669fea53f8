import BrokerModel
import Controller
import DockerEngine
import Foundation
import Ledger
import Previews
import Reconciliation
import TestSupport
import Testing

@testable import WebServer

@Suite("The service previews branches", .timeLimit(.minutes(5)))
struct PreviewDeskTests {
    private static let more = "previews: {branches: [\"change/*\"]}\n"

    private func shown(
        by service: BrokerService, _ what: String, where holds: @escaping @Sendable ([PreviewDesk.Shown]) -> Bool
    ) async throws -> [PreviewDesk.Shown] {
        _ = try await service.until(what, within: .seconds(200)) { _ in holds(await service.previews.shown) }
        return await service.previews.shown
    }

    @Test("A branch is previewed when it comes, anew when it moves, and forgotten when it is merged or gone")
    func branches() async throws {
        let fixture = try ServiceFixture(more: Self.more)
        let main = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: main)
            let first = try fixture.branch("change/zone", zone: "UTC")
            _ = try fixture.branch("elsewhere", zone: "UTC")
            var shown = try await self.shown(by: service, "a preview") { $0.contains { $0.preview.head.text == first } }
            #expect(shown.map(\.subject) == [.reference("change/zone")])
            let change = try #require(shown.first?.preview.planned)
            #expect(change.verdict.nodesWithoutRedundancy.map(\.text) == ["ca-eccc-msc"])
            #expect(change.consequences.map(\.text) == ["ca-eccc-msc is subscribed anew: other environment"])

            let second = try fixture.branch("change/zone", zone: "CET")
            shown = try await self.shown(by: service, "the new head") { $0.first?.preview.head.text == second }
            #expect(shown.count == 1)

            // What was previewed is what is applied.
            let previewed = try #require(shown.first?.preview.planned?.digest)
            try fixture.repository.git(["merge", "--quiet", "--ff-only", "change/zone"])
            try await service.untilStanding(at: second)
            shown = try await self.shown(by: service, "no preview") { $0.isEmpty }
            #expect(shown.isEmpty)
            let ledger = try fixture.reconciler().ledger
            #expect(try await ledger.plan(previewed) != nil)
        }
    }

    @Test("References of a plain git server are previewed as from outside: a changed secret stays closed")
    func references() async throws {
        let fixture = try ServiceFixture(more: "previews: {branches: [\"refs/changes/*\"]}\n")
        let main = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: main)
            let repository = fixture.repository
            try repository.git(["checkout", "--quiet", "-b", "proposed"])
            let head = try repository.commit(
                "Change",
                [
                    "secrets/new.age": "age-encryption.org/v1\nclosed",
                    "secrets/recipients.txt": "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n",
                ])
            try repository.git(["checkout", "--quiet", "main"])
            try repository.git(["branch", "--quiet", "-D", "proposed"])
            try repository.git(["update-ref", "refs/changes/07/7/1", head])
            let shown = try await self.shown(by: service, "a preview") { $0.first?.preview.planned != nil }
            #expect(shown.map(\.subject) == [.reference("refs/changes/07/7/1")])
            #expect(shown.first?.preview.planned?.provisional.map(\.text) == ["new changed and was not opened"])
        }
    }

    @Test("Fifty branches are previewed anew after a push to the base, and the hosts are looked at once")
    func fifty() async throws {
        let fixture = try ServiceFixture(pollSeconds: 86_400, more: Self.more)
        let main = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: main)
            for number in 1...50 { try fixture.branch("change/\(number)", zone: "Zone\(number)") }
            _ = await service.sync(by: "test")
            _ = try await self.shown(by: service, "all on the base") { shown in
                shown.count == 50 && shown.allSatisfy { $0.preview.planned?.comparison.pending.isEmpty == true }
            }
            let looks = await service.counted.looks
            let second = try fixture.repository.commit("second", ["README.md": "Nothing for the hosts\n"])
            _ = await service.sync(by: "test")
            let shown = try await self.shown(by: service, "all on the new base") { shown in
                shown.allSatisfy { $0.preview.base.text == second }
            }
            #expect(shown.count == 50 && shown.allSatisfy { $0.preview.planned != nil })
            #expect(await service.counted.looks == looks + 1)
        }
    }

    @Test("More than are made of one look follow with the next, whether they are new or of another base")
    func many() async throws {
        let fixture = try ServiceFixture(pollSeconds: 86_400, more: Self.more)
        let main = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: main)
            let head = try fixture.branch("change/0", zone: "UTC")
            for number in 1...102 { try fixture.repository.git(["branch", "change/\(number)", head]) }
            for (base, count) in [(main, 100), (main, 103)] {
                _ = await service.sync(by: "test")
                _ = try await self.shown(by: service, "\(count) on the base") { shown in
                    shown.count { $0.preview.base.text == base } == count
                }
            }
            let second = try fixture.repository.commit("second", ["README.md": "Nothing for the hosts\n"])
            for count in [100, 103] {
                _ = await service.sync(by: "test")
                _ = try await self.shown(by: service, "\(count) on the new base") { shown in
                    shown.count { $0.preview.base.text == second } == count
                }
            }
        }
    }

    @Test("The API lists previews, and gives each as JSON and as the comment")
    func queries() async throws {
        let fixture = try ServiceFixture(more: Self.more)
        let main = try fixture.commit("first")
        let head = try fixture.branch("change/zone", zone: "UTC")
        try await fixture.listening { door in
            try await door.service.untilStanding(at: main)
            _ = try await self.shown(by: door.service, "a preview on main") {
                $0.first?.preview.base.text == main && $0.first?.preview.planned != nil
            }
            let list = try #require(try await door.ask(.get, "/api/v1/previews").json()["previews"] as? [[String: Any]])
            #expect(list.map { $0["branch"] as? String } == ["change/zone"])
            #expect(list.first?["head"] as? String == head)
            let part = try #require(PathComponent(head))
            let preview = try await door.ask(.get, "/api/v1/previews/\(part)").json()
            #expect(preview["outcome"] as? String == "planned")
            let comment = try await door.ask(.get, "/api/v1/previews/\(part)/comment").text
            #expect(comment.hasPrefix("<!-- isobar-preview xx-example-global-broker -->"))
            let other = try #require(PathComponent(main))
            #expect(try await door.ask(.get, "/api/v1/previews/\(other)").status == 404)
        }
    }

    /// Runs the script that CI asks with.
    private func ask(_ arguments: [String], at socket: String) throws -> SpawnedProgram.Ended {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("deploy/forge/ask-preview").path
        return try SpawnedProgram.run(
            "/bin/sh", [script] + arguments,
            environment: [
                "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "ISOBAR_URL": "http://isobar/",
                "ISOBAR_SOCKET": socket, "ISOBAR_WAIT": "0",
            ])
    }

    @Test("CI is given the comment, and a failure with it where the change is refused or there is no preview")
    func asked() async throws {
        let fixture = try ServiceFixture(more: Self.more)
        let main = try fixture.commit("first")
        let good = try fixture.branch("change/zone", zone: "UTC")
        let bad = try fixture.branch("change/bad", zone: "[1, 2]")
        try await fixture.listening { door in
            try await door.service.untilStanding(at: main)
            _ = try await self.shown(by: door.service, "both are previewed") { $0.count == 2 }
            let ended = try ask([good], at: door.socket)
            #expect(ended.status == 0)
            #expect(String(decoding: ended.output, as: UTF8.self).hasPrefix("<!-- isobar-preview"))
            let refused = try ask([bad], at: door.socket)
            #expect(refused.status == 1)
            #expect(String(decoding: refused.output, as: UTF8.self).contains("No valid desired state"))
            #expect(try ask([main], at: door.socket).status == 75)
            for wrong in [[], ["--upload-pack"], ["refs/heads/main"]] { #expect(try ask(wrong, at: door.socket).status == 64) }
        }
    }
}
