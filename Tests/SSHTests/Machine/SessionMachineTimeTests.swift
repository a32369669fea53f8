import BrokerModel
import Testing

@testable import SSH

/// What time and lost sessions do to the calls of a machine.
@Suite struct SessionMachineTimeTests {
    @Test(
        arguments: [
            (.status(124), 2000, "deadline-exceeded"),
            (.status(137), 2000, "deadline-exceeded"),
            (.signal("KILL"), 7000, "deadline-exceeded"),
            (.status(124), 1999, "status(124) "),
            (.signal("KILL"), 1999, "signal(\"KILL\") "),
            (.status(1), 2000, "status(1) "),
        ] as [(CommandResult.Ending, Int, String)])
    func theHostsTimeoutIsTold(_ ending: CommandResult.Ending, after milliseconds: Int, _ expected: String) {
        var script = MachineScript()
        let id = script.running(.command, timeout: .seconds(2))
        script.advance(.milliseconds(milliseconds))
        script.machine.didEnd(id, ending, at: script.now)
        #expect(script.answers() == ["\(id.number): \(expected)"])
    }

    /// On a busy machine the start and the end may be heard at the same time.
    @Test func aStartHeardLateDoesNotHideTheHostsTimeout() {
        var script = MachineScript()
        let id = script.start(.command, timeout: .seconds(2))
        script.machine.didOpen(id)
        script.advance(.zero)
        script.advance(.seconds(2))
        script.machine.didStart(id, at: script.now)
        script.machine.didEnd(id, .status(124), at: script.now)
        #expect(script.answers() == ["\(id.number): deadline-exceeded"])
    }

    @Test func theLocalDeadlineComesAfterTheHosts() {
        var script = MachineScript(timeouts: SSHTimeouts(pingAfter: .seconds(900)))
        let id = script.running(.command, timeout: .seconds(2))
        script.advance(.milliseconds(11_999))
        #expect(script.answers() == [])
        script.advance(.milliseconds(1))
        #expect(script.answers() == ["\(id.number): deadline-exceeded"])
        #expect(script.machine.wish(of: id, limit: 1).discard)
        #expect(script.machine.dropReason == nil)
    }

    @Test func aCallThatGetsNoChannelMeetsItsDeadline() {
        var script = MachineScript(timeouts: SSHTimeouts(pingAfter: .seconds(900), queue: .seconds(3)))
        for _ in 0..<10 { _ = script.running(.command, timeout: .seconds(100)) }
        let id = script.start(.command)
        script.advance(.seconds(3))
        #expect(script.answers() == ["\(id.number): deadline-exceeded"])
    }

    @Test func aCallThatIsTriedAgainAtItsDeadlineIsToldWhoHoldsTheChannels() throws {
        var script = MachineScript(timeouts: SSHTimeouts(pingAfter: .seconds(900), queue: .seconds(3)))
        _ = script.running(.stream, timeout: .seconds(100))
        let id = script.start(.command)
        script.machine.didRefuseToOpen(id, at: script.now)
        script.advance(.seconds(2))
        #expect(script.machine.opening == .call(id))
        script.advance(.seconds(1))
        guard case .failed(let failure)? = script.machine.takeAnswers().first?.1 else {
            Issue.record("no failure was told")
            return
        }
        #expect(failure.response.contains("0 commands and 1 streams hold them, and the server refuses to open more"))
    }

    @Test func anOverdueClosingDropsTheSessionOnlyForOthers() {
        let timeouts = SSHTimeouts(pingAfter: .seconds(900))
        var script = MachineScript(limits: SessionLimits(channels: 1), timeouts: timeouts)
        let id = script.running(.stream)
        _ = script.demand(.close(id))
        script.advance(.seconds(60))
        #expect(script.machine.dropReason == nil)
        _ = script.start(.command)
        script.advance(.zero)
        #expect(script.machine.dropReason != nil)
    }

    @Test func aCancelledCommandMayTakeItsTimeToEnd() {
        let timeouts = SSHTimeouts(pingAfter: .seconds(900))
        var script = MachineScript(limits: SessionLimits(channels: 1), timeouts: timeouts)
        let id = script.running(.command, timeout: .seconds(30))
        _ = script.demand(.cancel(Ticket(number: id.number)))
        _ = script.start(.command)
        script.advance(.seconds(39))
        #expect(script.machine.dropReason == nil)
        script.advance(.seconds(1))
        #expect(script.machine.dropReason != nil)
    }

    @Test func silenceAsksAndSilenceAfterwardsDrops() {
        var script = MachineScript(timeouts: SSHTimeouts(pingAfter: .seconds(10), pingDeadline: .seconds(4)))
        script.advance(.seconds(10))
        #expect(script.machine.opening == .ping)
        script.machine.didAnswerPing()
        script.machine.didHear(at: script.now)
        script.advance(.seconds(9))
        #expect(script.machine.opening == nil)
        script.advance(.seconds(1))
        #expect(script.machine.opening == .ping)
        script.advance(.seconds(4))
        #expect(script.machine.dropReason == "the host did not answer for 4.0 seconds")
    }

    @Test func anOpenUnderWayIsQuestionEnough() {
        var script = MachineScript(timeouts: SSHTimeouts(pingAfter: .seconds(10), pingDeadline: .seconds(4)))
        let id = script.start(.command)
        script.advance(.seconds(10))
        #expect(script.machine.opening == .call(id))
        script.machine.didOpen(id)
        script.machine.didHear(at: script.now)
        script.advance(.seconds(1))
        #expect(script.machine.opening == nil)
    }

    @Test func aLostSessionFailsWhatRanAndKeepsWhatWaited() {
        var script = MachineScript(limits: SessionLimits(channels: 4))
        let command = script.running(.command)
        let stream = script.running(.stream)
        let read = script.demand(.read(stream)).number
        let abandoned = script.running(.stream)
        _ = script.demand(.close(abandoned))
        let opening = script.start(.command)
        let waiting = script.start(.command)
        _ = script.answers()
        script.machine.didLoseSession("gone", at: script.now)
        #expect(Set(script.answers()) == ["\(command.number): connection-lost", "\(read): connection-lost"])
        #expect(script.machine.budget.waiting == [opening, waiting])
        #expect(script.machine.wantsSession)
        // Once more is enough.
        script.machine.didConnect(at: script.now)
        script.machine.schedule(at: script.now)
        #expect(script.machine.opening == .call(opening))
        script.machine.didLoseSession("gone again", at: script.now)
        #expect(script.answers() == ["\(opening.number): connection-lost"])
        #expect(script.machine.budget.waiting == [waiting])
    }

    @Test func aStreamLostWithUnreadBytesStillGivesThem() {
        var script = MachineScript()
        let id = script.running(.stream)
        script.machine.didReceive(id, output: Array("last".utf8), at: script.now)
        script.machine.didLoseSession("gone", at: script.now)
        let first = script.demand(.read(id)).number
        let second = script.demand(.read(id)).number
        #expect(script.answers() == ["\(first): \"last\"", "\(second): connection-lost"])
    }

    @Test func aFailedConnectionIsToldToAllWhoWait() {
        var script = MachineScript(isConnected: false)
        let ids = (0..<3).map { _ in script.start(.command) }
        script.machine.didFailToConnect(script.machine.failures.unreachable("no route"), at: script.now)
        #expect(script.answers() == ids.map { "\($0.number): host-unreachable" })
        #expect(!script.machine.wantsSession)
    }
}
