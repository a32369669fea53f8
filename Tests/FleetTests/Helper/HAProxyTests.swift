import BrokerModel
import Execution
import Foundation
import Testing

@testable import Fleet

@Suite("HAProxy on a host")
struct HAProxyTests {
    private func observation(_ proxy: SandboxProxy) async throws -> HAProxyObservation {
        let process = try proxy.process("any")
        let host = try await proxy.sandbox.observedHost([process])
        return try #require(host.resources[process.address]?.observation as? HAProxyObservation)
    }

    /// Writes a configuration and has it loaded.
    private func load(
        _ description: String, bind: String? = nil, verb: String, on proxy: SandboxProxy
    ) async throws -> [ResourceAddress: Failure] {
        let file = try proxy.file(proxy.configuration(description, bind: bind))
        let seen = try await proxy.sandbox.observedHost([file]).resources[file.address]?.observation
        return try await FleetPerformer(try proxy.sandbox.fleet()).carryOut([
            Steps.put(file, over: seen), Steps.step(try proxy.process(description), .run, verb),
        ])
    }

    @Test func itIsStartedAndReloaded() async throws {
        try await SandboxProxy.with { proxy in
            #expect(try await observation(proxy).isRunning == false)
            #expect(try await load("isobar 1", verb: StepVerb.start, on: proxy) == [:])
            var seen = try await observation(proxy)
            #expect(seen.isRunning && seen.configuration == "isobar 1")
            #expect(seen.servers == ["brokers/one": "no check", "brokers/two": "no check"])

            #expect(try await load("isobar 2", verb: StepVerb.reload, on: proxy) == [:])
            seen = try await observation(proxy)
            #expect(seen.configuration == "isobar 2")

            // Another certificate, the same configuration: a new process all the same.
            #expect(try await load("isobar 2", verb: StepVerb.reload, on: proxy) == [:])

            let address = try proxy.process("any").address
            let health = await FleetPerformer(try proxy.sandbox.fleet()).health(of: [address])
            #expect(health[address] == MemberHealth(isRunning: true, isHealthy: true, isConnected: true))
        }
    }

    /// The check finds nothing wrong with an address the host does not have.
    @Test func aConfigurationThatDoesNotComeUpIsTakenBack() async throws {
        try await SandboxProxy.with { proxy in
            #expect(try await load("isobar 1", verb: StepVerb.start, on: proxy) == [:])
            let failures = try await load("isobar 2", bind: "192.0.2.1:8883", verb: StepVerb.reload, on: proxy)
            #expect(failures.values.map(\.code) == [.rolledBack])
            #expect(try proxy.sandbox.text(SandboxProxy.path) == proxy.configuration("isobar 1"))
            #expect(try await observation(proxy).configuration == "isobar 1")
        }
    }

    @Test func aBrokenConfigurationIsNeitherWrittenNorLoaded() async throws {
        try await SandboxProxy.with { proxy in
            #expect(try await load("isobar 1", verb: StepVerb.start, on: proxy) == [:])
            let file = try proxy.file(proxy.configuration("isobar 2") + "nonsense\n")
            let seen = try await proxy.sandbox.observedHost([file]).resources[file.address]?.observation
            let failures = try await FleetPerformer(try proxy.sandbox.fleet()).carryOut([Steps.put(file, over: seen)])
            #expect(failures[file.address]?.code == .validationRefused)
            #expect(failures[file.address]?.response.contains("nonsense") == true)
            #expect(try proxy.sandbox.text(SandboxProxy.path) == proxy.configuration("isobar 1"))
            #expect(try await observation(proxy).configuration == "isobar 1")
        }
    }

    /// A way back leads from the content that took the other's place, and from
    /// no other: not from one that somebody wrote since.
    @Test func thereIsNoWayBackFromAnotherContent() async throws {
        try await SandboxProxy.with { proxy in
            #expect(try await load("isobar 1", verb: StepVerb.start, on: proxy) == [:])
            let second = try proxy.file(proxy.configuration("isobar 2"))
            let seen = try await proxy.sandbox.observedHost([second]).resources[second.address]?.observation
            let performer = FleetPerformer(try proxy.sandbox.fleet())
            let process = Steps.step(try proxy.process("isobar 2"), .run, StepVerb.reload)
            let plan = try Steps.plan([Steps.put(second, over: seen), process])
            #expect(await performer.begin(plan) == [:])
            _ = try await performer.perform(plan.steps[0])
            let edited = proxy.configuration("by hand", bind: "192.0.2.1:8883")
            try proxy.sandbox.write(edited, to: SandboxProxy.path)
            let failure = await #expect(throws: Failure.self) { try await performer.perform(process) }
            #expect(failure?.code == .commandFailed)
            #expect(try proxy.sandbox.text(SandboxProxy.path) == edited)
            #expect(await performer.end(plan, outcomes: [:]) == [:])
        }
    }

    /// The description stays the same when a certificate changes, and a run can
    /// be killed between the file and the reload.
    @Test func aProcessThatLoadedOlderFilesIsSeen() async throws {
        try await SandboxProxy.with { proxy in
            let extra = "/etc/haproxy/certs/extra.pem"
            try await Machine.run("mkdir", "-p", proxy.sandbox.url("/etc/haproxy/certs").path)
            try proxy.sandbox.write("first\n", to: extra)
            let file = try proxy.file(proxy.configuration("isobar 1") + "# \(extra)\n")
            let start = Steps.step(try proxy.process("isobar 1"), .run, StepVerb.start)
            let reload = Steps.step(try proxy.process("isobar 1"), .run, StepVerb.reload)
            let performer = FleetPerformer(try proxy.sandbox.fleet())
            #expect(try await performer.carryOut([Steps.put(file), start]) == [:])
            #expect(try await observation(proxy).isOutdated == nil)
            try proxy.sandbox.write("second\n", to: extra)
            #expect(try await observation(proxy).isOutdated == true)
            #expect(try await performer.carryOut([reload]) == [:])
            #expect(try await observation(proxy).isOutdated == nil)
            // A configuration that was edited and not loaded, too.
            try proxy.sandbox.write(proxy.configuration("isobar 1") + "# edited\n", to: SandboxProxy.path)
            #expect(try await observation(proxy).isOutdated == true)
        }
    }

    /// The file is as it was, the process is not: each is seen, and ends with a
    /// reload.
    @Test(arguments: [
        ("set server brokers/two weight 0", "server brokers/two weight", "0"),
        ("set server brokers/two addr 127.0.0.2 port 3", "server brokers/two address", "127.0.0.2:3"),
        ("disable frontend mqtt", "frontend mqtt", "stopped"),
        ("add server brokers/three 127.0.0.1:3; enable server brokers/three", "server brokers/three address", "127.0.0.1:3"),
        ("disable health brokers/two", "server brokers/two check", "off"),
        ("set server brokers/two state maint; del server brokers/two", "server brokers/two weight", nil),
    ])
    func whatACommandChangedIsSeen(command: String, name: String, value: String?) async throws {
        try await SandboxProxy.with { proxy in
            let servers = ["one 127.0.0.1:1 check", "two 127.0.0.1:2 check"]
            let file = try proxy.file(proxy.configuration("isobar 1", servers: servers))
            let start = Steps.step(try proxy.process("isobar 1"), .run, StepVerb.start)
            let performer = FleetPerformer(try proxy.sandbox.fleet())
            #expect(try await performer.carryOut([Steps.put(file), start]) == [:])
            let before = try #require(try await observation(proxy).runtime)
            for word in command.split(separator: ";") { try await proxy.tell(String(word)) }
            let after = try #require(try await observation(proxy).runtime)
            #expect(after[name] == value && after != before)
            let reload = Steps.step(try proxy.process("isobar 1"), .run, StepVerb.reload)
            #expect(try await performer.carryOut([reload]) == [:])
            #expect(try await observation(proxy).runtime == before)
        }
    }

    @Test func whatSomebodyTookOutComesBack() async throws {
        try await SandboxProxy.with { proxy in
            #expect(try await load("isobar 1", verb: StepVerb.start, on: proxy) == [:])
            try await proxy.tell("set server brokers/two state maint")
            try await proxy.tell("set server brokers/one state drain")
            let seen = try await observation(proxy)
            #expect(seen.serversOutByHand == ["brokers/one", "brokers/two"])
            let ready = Steps.step(try proxy.process("isobar 1"), .run, StepVerb.ready, seen)
            // Twice: who is back stays so.
            for _ in 1...2 {
                #expect(try await FleetPerformer(try proxy.sandbox.fleet()).carryOut([put(proxy), ready]) == [:])
                #expect(try await observation(proxy).serversOutByHand == [])
            }
        }
    }

    /// The file as it is, so that the manifest lists it.
    private func put(_ proxy: SandboxProxy) throws -> Step {
        let file = try proxy.file(proxy.configuration("isobar 1"))
        let contents = Digest(of: proxy.configuration("isobar 1"))
        return Steps.put(file, over: FileObservation(digest: contents, ownership: SandboxProxy.owner))
    }

    @Test func whatSomebodyTookOutByHandIsNotForgotten() async throws {
        try await SandboxProxy.with { proxy in
            #expect(try await load("isobar 1", verb: StepVerb.start, on: proxy) == [:])
            for state in ["maint", "drain"] {
                try await proxy.tell("set server brokers/two state \(state)")
                let failures = try await load("isobar 2", verb: StepVerb.reload, on: proxy)
                #expect(failures.values.map(\.code) == [.helperRefused])
                #expect(failures.values.first?.response.contains("brokers/two") == true)
                #expect(try await observation(proxy).configuration == "isobar 1")
            }
            try await proxy.tell("set server brokers/two state ready")
            #expect(try await load("isobar 2", verb: StepVerb.reload, on: proxy) == [:])
        }
    }
}
