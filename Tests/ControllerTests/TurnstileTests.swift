import BrokerModel
import Testing

@testable import WebServer

@Suite("So many at the same time")
struct TurnstileTests {
    @Test("Who comes while all places are taken is told so; a place that is let go is free")
    func places() throws {
        let turnstile = Turnstile(places: 2)
        let first = try turnstile.enter(to: "ask")
        var second: Turnstile.Place? = try turnstile.enter(to: "ask")
        let failure = #expect(throws: Failure.self) { _ = try turnstile.enter(to: "ask") }
        #expect(failure?.code == .incomplete && failure?.code.httpStatus == 503)
        #expect(second != nil)
        second = nil
        let third = try turnstile.enter(to: "ask")
        withExtendedLifetime((first, third)) {}
    }
}
