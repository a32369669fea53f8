import Testing

@testable import SSH

@Suite struct SessionMachineTests {
    @Test func aCommandGoesFromTheQueueToItsResult() {
        var script = MachineScript(isConnected: false)
        let id = script.start(.command, ["echo", "a b"], timeout: .milliseconds(1500))
        #expect(script.machine.wantsSession)
        #expect(script.machine.opening == nil)
        script.machine.didConnect(at: script.now)
        #expect(!script.machine.wantsSession)
        script.machine.schedule(at: script.now)
        #expect(script.machine.opening == .call(id))
        script.machine.didOpen(id)
        script.machine.schedule(at: script.now)
        #expect(script.machine.starting == id)
        #expect(script.machine.commandLine(of: id) == "exec timeout -k 5 1.500 echo 'a b'")
        script.machine.didStart(id, at: script.now)
        #expect(script.machine.wish(of: id, limit: 100) == ChannelWish(readOutput: true, endInput: true))
        script.machine.didEndInput(id)
        #expect(script.machine.wish(of: id, limit: 100) == ChannelWish(readOutput: true))
        script.machine.didReceive(id, output: Array("a b\n".utf8), at: script.now)
        script.machine.didEnd(id, .status(0), at: script.now)
        #expect(script.answers() == ["1: status(0) a b\n"])
        #expect(script.machine.calls.isEmpty)
    }

    @Test func oneOpenAndOneStartAreUnderWayAtATime() {
        var script = MachineScript()
        let ids = (0..<3).map { _ in script.start(.command) }
        #expect(script.machine.opening == .call(ids[0]))
        script.machine.didOpen(ids[0])
        script.machine.schedule(at: script.now)
        #expect(script.machine.opening == .call(ids[1]))
        #expect(script.machine.starting == ids[0])
        script.machine.didOpen(ids[1])
        script.machine.schedule(at: script.now)
        #expect(script.machine.opening == .call(ids[2]))
        #expect(script.machine.starting == ids[0])
        script.machine.didStart(ids[0], at: script.now)
        script.machine.schedule(at: script.now)
        #expect(script.machine.starting == ids[1])
        #expect(script.machine.channels == [ids[0]])
    }

    @Test(arguments: ["waiting", "opening", "opened", "starting", "running"])
    func aCancelledCallIsAnsweredAtOnceAndClosedWhenItCanBe(_ phase: String) {
        var script = MachineScript()
        let blocker = script.start(.command)
        if phase != "waiting" { script.letRun(blocker) }
        let other = phase == "opened" ? script.start(.command) : blocker
        if phase == "opened" { script.machine.didOpen(other) }
        script.machine.schedule(at: script.now)
        let id = script.start(.command)
        if ["opened", "starting", "running"].contains(phase) {
            script.machine.didOpen(id)
            script.machine.schedule(at: script.now)
        }
        if phase == "running" { script.machine.didStart(id, at: script.now) }
        _ = script.demand(.cancel(Ticket(number: id.number)))
        #expect(script.answers() == ["\(id.number): cancelled"])
        switch phase {
        case "waiting":
            #expect(script.machine.calls[id] == nil)
            return
        case "opening":
            #expect(script.machine.opening == .call(id))
            script.machine.didOpen(id)
        case "starting":
            // The reply is on its way and must not meet another request.
            #expect(script.machine.starting == id)
            #expect(!script.machine.channels.contains(id))
            script.machine.didStart(id, at: script.now)
        default:
            break
        }
        #expect(script.machine.starting != id)
        #expect(script.machine.channels.contains(id))
        #expect(script.machine.wish(of: id, limit: 100) == ChannelWish(discard: true))
        script.machine.didReceive(id, output: [1, 2, 3], at: script.now)
        script.machine.didEnd(id, .status(0), at: script.now)
        #expect(script.machine.calls[id] == nil)
        #expect(script.answers() == [])
    }

    @Test func aStreamGivesWhatIsThereAndThenTheEnd() {
        var script = MachineScript()
        let id = script.running(.stream)
        let first = script.demand(.read(id)).number
        #expect(script.answers() == [])
        script.machine.didReceive(id, output: Array("ab".utf8), at: script.now)
        #expect(script.answers() == ["\(first): \"ab\""])
        script.machine.didReceive(id, output: Array("cd".utf8), at: script.now)
        script.machine.didEnd(id, .status(0), at: script.now)
        let second = script.demand(.read(id)).number
        let third = script.demand(.read(id)).number
        #expect(script.answers() == ["\(second): \"cd\"", "\(third): \"\""])
        let close = script.demand(.close(id)).number
        #expect(script.answers() == ["\(close): done"])
        #expect(script.machine.calls.isEmpty)
    }

    @Test func aStreamNobodyReadsIsNotReadFurther() {
        var script = MachineScript(limits: SessionLimits(unreadOutput: 4))
        let id = script.running(.stream)
        script.machine.didReceive(id, output: [1, 2, 3], at: script.now)
        #expect(script.machine.wish(of: id, limit: 100).readOutput)
        script.machine.didReceive(id, output: [4, 5], at: script.now)
        #expect(!script.machine.wish(of: id, limit: 100).readOutput)
        _ = script.demand(.read(id))
        #expect(script.machine.wish(of: id, limit: 100).readOutput)
    }

    @Test func writersAreAnsweredWhenTheirBytesAreOnTheirWay() {
        var script = MachineScript()
        let id = script.running(.stream)
        let first = script.demand(.write(id, [1, 2, 3])).number
        let second = script.demand(.write(id, [4, 5])).number
        let finish = script.demand(.finishWriting(id)).number
        #expect(script.answers() == ["\(finish): done"])
        #expect(script.machine.wish(of: id, limit: 4).input == [1, 2, 3, 4])
        script.machine.didSend(id, 4)
        #expect(script.answers() == ["\(first): done"])
        script.machine.didSend(id, 1)
        #expect(script.answers() == ["\(second): done"])
        let late = script.demand(.write(id, [6])).number
        #expect(script.answers() == ["\(late): cancelled"])
    }

    @Test func aCommandThatWritesTooMuchIsEnded() {
        var script = MachineScript(limits: SessionLimits(collectedOutput: 4))
        let id = script.running(.command)
        script.machine.didReceive(id, output: [1, 2, 3], at: script.now)
        #expect(script.answers() == [])
        script.machine.didReceive(id, errorOutput: [1, 2], at: script.now)
        #expect(script.answers() == ["\(id.number): command-failed"])
        #expect(script.machine.wish(of: id, limit: 1).discard)
    }

    @Test func aRefusedOpenIsTriedAgain() {
        var script = MachineScript()
        let id = script.start(.command)
        script.machine.didRefuseToOpen(id, at: script.now)
        script.machine.schedule(at: script.now)
        #expect(script.machine.opening == nil)
        #expect(script.machine.nextDeadline == script.now + .milliseconds(10))
        script.advance(.milliseconds(10))
        #expect(script.machine.opening == .call(id))
    }
}
