import Testing

@testable import SSH

@Suite struct LivenessTests {
    private let start = ContinuousClock.now
    private let timeouts = SSHTimeouts(pingAfter: .seconds(10), pingDeadline: .seconds(3))

    @Test func silenceLeadsToAQuestionAndThenToTheEnd() {
        var liveness = Liveness(timeouts, at: start)
        #expect(liveness.check(at: start + .seconds(9)) == .well)
        #expect(liveness.check(at: start + .seconds(10)) == .ask)
        #expect(liveness.check(at: start + .seconds(12)) == .well)
        #expect(liveness.check(at: start + .seconds(13)) == .dead)
    }

    @Test func anyByteIsAnAnswer() {
        var liveness = Liveness(timeouts, at: start)
        #expect(liveness.check(at: start + .seconds(10)) == .ask)
        liveness.heard(at: start + .seconds(11))
        #expect(liveness.check(at: start + .seconds(13)) == .well)
        #expect(liveness.nextCheck == start + .seconds(21))
        #expect(liveness.check(at: start + .seconds(21)) == .ask)
    }
}
