import BrokerModel
import Controller
import DockerEngine
import Foundation
import Ledger
import Testing

@testable import WebServer

@Suite("A run, as it happens", .timeLimit(.minutes(5)))
struct RunEventTests {
    private struct Event {
        var id: Int?
        var name: String
        var data: [String: String]

        init?(_ text: String) throws {
            let lines = text.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
            func value(_ name: String) -> String? { lines.first { $0.first == name }?.last }
            guard let name = value("event:"), let data = value("data:") else { return nil }
            self.name = name
            id = value("id:").flatMap { Int($0) }
            let object = try #require(try JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any])
            self.data = object.mapValues { "\($0)" }
            #expect(try APIDocument().objections(toEvent: data) == [])
        }
    }

    /// The events of a stream that has ended; chunks' lengths stand between them.
    private static func events(_ text: String) throws -> [Event] {
        let lines = text.split(separator: "\r\n").filter { Int($0, radix: 16) == nil }
        return try lines.joined().components(separatedBy: "\n\n").compactMap { try Event($0) }
    }

    private func events(
        of run: Int, _ door: PublicDoor, _ token: AccessToken, after last: Int? = nil
    ) async throws -> [Event] {
        let answer = try await door.ask(
            "/api/v1/runs/\(run)/events", as: token, last.map { ["Last-Event-ID": "\($0)"] } ?? [:])
        #expect(answer.status == 200, "\(answer.text)")
        return try Self.events(answer.body)
    }

    @Test("A run that is over is told from begin to end; who comes back goes on where they were; then 204")
    func over() async throws {
        let fixture = try ServiceFixture()
        let first = try fixture.commit("first")
        try await fixture.open { door in
            try await door.service.untilStanding(at: first)
            let token = try await door.token("page", .viewer)
            let all = try await events(of: 1, door, token)
            #expect(all.first?.name == "begin" && all.last?.name == "end")
            #expect(all.last?.data["outcome"] == "succeeded")
            let steps = try #require(try await door.ledger.run(RunID(1))?.steps)
            #expect(all.dropFirst().dropLast().count { $0.data["resource"] != nil } == steps.count)
            let ids = all.compactMap(\.id)
            #expect(ids.count == all.count && ids == ids.sorted())
            let rest = try await events(of: 1, door, token, after: ids[3])
            #expect(rest.compactMap(\.id) == Array(ids.dropFirst(4)))
            let last = try await door.ask(
                "/api/v1/runs/1/events", as: token, ["Last-Event-ID": "\(ids.last ?? 0)"])
            #expect(last.status == 204)
            #expect(try await door.ask("/api/v1/runs/7/events", as: token).status == 404)
            #expect(try await door.ask("/api/v1/runs/1/events", as: token, ["Last-Event-ID": "x"]).status == 400)
        }
    }

    @Test("A run at hand is told as it goes, what was begun, too, and the stream ends with it")
    func live() async throws {
        let fixture = try ServiceFixture()
        try await fixture.open { door in
            let token = try await door.token("page", .viewer)
            let watching = Task {
                _ = try await door.service.until("a run begins") { _ in
                    (try? await door.ledger.run(RunID(1))) != nil
                }
                return try await events(of: 1, door, token)
            }
            let first = try fixture.commit("first")
            try await door.service.untilStanding(at: first)
            let all = try await watching.value
            #expect(all.first?.name == "begin" && all.last?.name == "end")
            #expect(all.contains { $0.name == "begun" && $0.id == nil })
            let steps = try #require(try await door.ledger.run(RunID(1))?.steps)
            #expect(all.count { $0.name == "step" } == steps.count)
        }
    }

    @Test("Watchers are counted; a closed feed ends every watch and lets nobody in")
    func feed() async throws {
        let feed = RunFeed(limit: 2)
        let first = try #require(feed.watch())
        let second = try #require(feed.watch())
        #expect(feed.watch() == nil)
        first.cancel()
        let third = try #require(feed.watch())
        feed.post(.recorded)
        feed.post(.begun(resource: "a/b/c", action: "create"))
        feed.close()
        #expect(feed.watch() == nil)
        for watch in [second, third] {
            var got: [RunFeed.Signal] = []
            for await signal in watch.signals { got.append(signal) }
            #expect(got == [.recorded, .begun(resource: "a/b/c", action: "create")])
        }
    }
}
