import BrokerModel
import Controller
import DockerEngine
import Foundation
import Glibc
import Reconciliation
import Testing

@testable import WebServer

@Suite("The service's doors", .timeLimit(.minutes(5)))
struct ServerTests {
    @Test("Over the socket all can be asked: how it stands, the fleet, plans, runs, figures")
    func queries() async throws {
        let fixture = try ServiceFixture()
        let first = try fixture.commit("first")
        try await fixture.listening { door in
            try await door.service.untilStanding(at: first)
            let status = try await door.ask(.get, "/api/v1/status")
            #expect(status.status == 200)
            #expect(try status.json()["appliedCommit"] as? String == first)
            let hosts = try #require(try await door.ask(.get, "/api/v1/hosts").json()["hosts"] as? [[String: Any]])
            #expect(hosts.compactMap { $0["name"] as? String }.sorted() == ["waloop01", "waloop02", "wbroker01"])
            let nodes = try #require(try await door.ask(.get, "/api/v1/nodes").json()["nodes"] as? [[String: Any]])
            #expect(nodes.first?["centreId"] as? String == "ca-eccc-msc")
            let runs = try #require(try await door.ask(.get, "/api/v1/runs").json()["runs"] as? [[String: Any]])
            let plan = try #require(runs.first?["plan"] as? String)
            let digest = try #require(PathComponent(plan))
            #expect(try await door.ask(.get, "/api/v1/plans/\(digest)").json()["digest"] as? String == plan)
            let run = try await door.ask(.get, "/api/v1/runs/1").json()
            #expect((run["steps"] as? [Any])?.isEmpty == false)
            #expect(try await door.ask(.get, "/readyz").status == 200)
            let metrics = try await door.ask(.get, "/metrics").text
            #expect(metrics.contains("isobar_runs_total{outcome=\"succeeded\",purpose=\"change\"} 1\n"))
            #expect(metrics.contains("isobar_steps_total{kind=\"container\",outcome=\"succeeded\"}"))
            #expect(metrics.contains("isobar_run_duration_seconds_bucket{le=\"+Inf\"} 1\n"))
            #expect(metrics.contains("isobar_run_duration_seconds_count 1\n"))
            #expect(metrics.contains("isobar_host_reached{host=\"waloop01\"} 1\n"))
        }
    }

    /// As the kernel knows this process.
    private static var me: String {
        let login = try? String(contentsOfFile: "/proc/self/loginuid", encoding: .utf8)
        let number = login.flatMap { UInt32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        let user = getuid() == 0 && number != nil && number != .max ? number ?? 0 : getuid()
        return getpwuid(user).map { String(cString: $0.pointee.pw_name) } ?? "uid \(user)"
    }

    @Test("Who has no account has a number; root is who logged in")
    func callers() {
        #expect(Caller(user: 0).name == "root")
        #expect(Caller(user: 4_000_000_000).name == "uid 4000000000")
        #expect(Caller(user: 0, login: 4_000_000_000).name == "uid 4000000000")
        let other = Caller(Caller.Credentials(process: getpid(), user: 65_534, group: 65_534))
        #expect(other == Caller(user: 65_534))
        #expect(Caller(Caller.Credentials(process: -1, user: 0, group: 0)) == Caller(user: 0))
    }

    @Test("What a person orders over the socket is done: approve, pause, resume")
    func orders() async throws {
        let fixture = try ServiceFixture(policy: "{apply: approval}")
        let first = try fixture.commit("first")
        try await fixture.listening { door in
            let held = try await door.service.until("a plan waits") { $0.state == "waiting" }
            let waiting = try #require(held.waiting)
            let paused = try await door.ask(
                .post, "/api/v1/pause", #"{"scope": "all", "seconds": 86400, "reason": "storm"}"#)
            #expect(try paused.json()["state"] as? String == "held")
            let resumed = try await door.ask(.post, "/api/v1/resume", #"{"scope": "all"}"#)
            #expect(try resumed.json()["state"] as? String == "waiting")
            let digest = try #require(PathComponent(waiting.plan))
            let approved = try await door.ask(.post, "/api/v1/plans/\(digest)/approve")
            #expect(approved.status == 200)
            try await door.service.untilStanding(at: first)
            let run = try await door.ask(.get, "/api/v1/runs/1").json()
            #expect(run["actor"] as? String == "\(Self.me)@test")
            let synced = try await door.ask(.post, "/api/v1/sync")
            #expect(try synced.json()["state"] as? String == "standing")
        }
    }

    @Test(
        "Whatever is wrong comes as a problem document, with what to do",
        arguments: [
            ("POST", "/api/v1/sync", "sync", 400, "usage"),
            ("POST", "/api/v1/sync", #"{"reason": ""}"#, 400, "usage"),
            ("POST", "/api/v1/sync", #"{"reason": "line\nline"}"#, 400, "usage"),
            ("POST", "/api/v1/pause", #"{"scope": "all", "seconds": 60}"#, 400, "usage"),
            ("POST", "/api/v1/pause", #"{"scope": "all", "seconds": 99999999, "reason": "x"}"#, 400, "usage"),
            ("POST", "/api/v1/resume", #"{"scope": "hosts/a"}"#, 400, "usage"),
            ("POST", "/api/v1/rollback", #"{"node": null}"#, 400, "usage"),
            ("GET", "/api/v1/plans/none", nil, 400, "usage"),
            ("GET", "/api/v1/runs/77", nil, 404, "not-found"),
            ("GET", "/api/v1/nothing", nil, 404, "no-such-path"),
        ])
    func problems(method: String, path: String, body: String?, status: Int, code: String) async throws {
        let fixture = try ServiceFixture()
        try fixture.commit("first")
        try await fixture.listening { door in
            let place = RequestPath(stringLiteral: path)
            let answer = try await door.ask(method == "GET" ? .get : .post, place, body)
            #expect(answer.status == status)
            #expect(answer.problem?.type == "urn:isobar:problem:\(code)", "\(answer.text)")
        }
    }

    @Test("A body that is too large is refused")
    func tooLarge() async throws {
        let fixture = try ServiceFixture()
        try fixture.commit("first")
        try await fixture.listening { door in
            let body = #"{"reason": ""# + String(repeating: "x", count: 20_000) + "\"}"
            let answer = try await door.ask(.post, "/api/v1/sync", body)
            #expect(answer.status == 413)
        }
    }

    @Test("One that a killed service left gives way; one that is answered, or anything else, does not")
    func leftOver() async throws {
        let fixture = try ServiceFixture()
        try fixture.commit("first")
        let configuration = try fixture.configuration()
        @Sendable func server() throws -> ServiceServer {
            let service = try fixture.service()
            return try ServiceServer(
                service, ledger: try fixture.reconciler().ledger, configuration: configuration, machine: "test",
                clock: fixture.clock, log: service.log)
        }
        try await fixture.listening { _ in
            let failure = #expect(throws: Failure.self) { try server() }
            #expect(failure?.response == "another service listens there")
        }
        #expect(!FileManager.default.fileExists(atPath: configuration.socketPath))
        try Data("a file".utf8).write(to: URL(fileURLWithPath: configuration.socketPath))
        let failure = #expect(throws: Failure.self) { try server() }
        #expect(failure?.response == "something else has this name")
    }
}
