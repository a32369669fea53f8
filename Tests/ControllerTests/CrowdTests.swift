import BrokerModel
import Controller
import Foundation
import Hummingbird
import Ledger
import Reconciliation
import Testing

@testable import WebServer

/// What takes the service a while is answered to so many at a time.
@Suite("While others ask for as much", .timeLimit(.minutes(5)))
struct CrowdTests {
    @Test("Who asks while all places are taken is told to come again, and is answered once there is room")
    func crowd() async throws {
        let fixture = try ServiceFixture()
        try fixture.commit("first")
        try await fixture.open { door in
            let places = Turnstile(places: 1)
            let router = Router(context: LocalContext.self)
            router.add(middleware: ProblemMiddleware<LocalContext>(log: door.service.log))
            let api = router.group("api/v1")
            SQLRoute(ledger: door.ledger, machine: "test", turnstile: places).add(to: api)
            ChainRoutes(ledger: door.ledger, source: nil, machine: "test", proofs: places, exports: places).add(to: api)
            let socket = fixture.directory + "/crowd.sock"
            let server = try ServiceServer(
                door.service, ledger: door.ledger, configuration: fixture.configuration(), machine: "test",
                clock: fixture.clock, log: door.service.log)
            let running = Task {
                try await server.run(
                    Application(
                        router: router,
                        configuration: ApplicationConfiguration(address: .unixDomainSocket(path: socket))),
                    on: socket)
            }
            defer { running.cancel() }
            let crowd = PublicDoor(service: door.service, ledger: door.ledger, socket: socket)
            for path in ["sql?query=SELECT%201", "verify", "export"].map({ "/api/v1/audit/\($0)" }) {
                // The place of the one before is let go when its answer is over, which it may be a moment after.
                _ = try await door.service.until("\(path) is answered") { _ in
                    (try? await crowd.send("GET", path))?.status == 200
                }
                var place: Turnstile.Place?
                _ = try await door.service.until("the place is let go") { _ in (try? places.enter(to: "hold")) != nil }
                place = try places.enter(to: "hold")
                let answer = try await crowd.send("GET", path)
                #expect(answer.status == 503, "\(answer.text)")
                #expect(answer.problem?.type == "urn:isobar:problem:incomplete")
                #expect(place != nil)
                place = nil
                #expect(try await crowd.send("GET", path).status == 200, "\(path)")
            }
            running.cancel()
            try await running.value
        }
    }
}
