import BrokerModel
import Execution
import Foundation
import SSH
import Synchronization
import TestSupport
import Testing

@testable import Fleet

/// What could cut a host off is undone by the host, with a real HAProxy, unless it
/// is confirmed over a connection of its own.
@Suite("Changes on trial", .timeLimit(.minutes(3)))
struct TrialTests {
    /// HAProxy runs with the first configuration; the second was written over it by
    /// the run that `body` goes on with.
    private func replacing(_ body: (SandboxProxy, HostLink) async throws -> Void) async throws {
        try await SandboxProxy.with { proxy in
            let first = try proxy.file(proxy.configuration("isobar 1"))
            let start = Steps.step(try proxy.process("isobar 1"), .run, StepVerb.start)
            let performer = FleetPerformer(try proxy.sandbox.fleet())
            #expect(try await performer.carryOut([Steps.put(first), start]) == [:])
            let second = try proxy.file(proxy.configuration("isobar 2"))
            let seen = try await proxy.sandbox.observedHost([second]).resources[second.address]?.observation
            let put = Steps.put(second, over: seen)
            let plan = try Steps.plan([put])
            #expect(await performer.begin(plan) == [:])
            _ = try await performer.perform(put)
            let link = try proxy.sandbox.link()
            await link.hold(2)
            try await body(proxy, link)
            #expect(await performer.end(plan, outcomes: [:]) == [:])
        }
    }

    private func reload(_ link: HostLink) async throws {
        try await link.run(HAProxyVerb(action: .reload, expectation: "isobar 2"))
    }

    private func loaded(_ proxy: SandboxProxy) async throws -> String? {
        try await proxy.ask("show info").split(separator: "\n").first { $0.hasPrefix("description: ") }.map(String.init)
    }

    private func waits(until holds: () async throws -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if try await holds() { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    @Test("Nobody comes back: the host puts the former configuration back and has HAProxy load it")
    func undone() async throws {
        try await replacing { proxy, link in
            try await link.run(TrialVerb(action: .arm, seconds: 1))
            try await reload(link)
            #expect(try await waits { try await loaded(proxy) == "description: isobar 1" })
            #expect(try proxy.sandbox.text(SandboxProxy.path) == proxy.configuration("isobar 1"))
            #expect(try await waits { !proxy.sandbox.exists("/var/lib/isobar/trial") })
            let late = await #expect(throws: Failure.self) { try await link.run(TrialVerb(action: .confirm)) }
            #expect(late?.code == .rolledBack)
        }
    }

    @Test("A process that does not take it over is told as that; the former configuration is back, nothing on trial")
    func notTaken() async throws {
        try await replacing { proxy, link in
            try await link.run(TrialVerb(action: .arm, seconds: 600))
            let failure = await #expect(throws: Failure.self) {
                try await link.run(HAProxyVerb(action: .reload, expectation: "isobar 3"))
            }
            #expect(failure?.code == .rolledBack)
            #expect(failure?.response == "the process did not take the configuration over within 10 s")
            #expect(try await loaded(proxy) == "description: isobar 1")
            #expect(!proxy.sandbox.exists("/var/lib/isobar/trial"))
        }
    }

    @Test("Who comes back in time keeps it, and the clock that rings later finds nothing")
    func confirmed() async throws {
        try await replacing { proxy, link in
            try await link.onTrial(.haproxy) {
                #expect(proxy.sandbox.exists("/var/lib/isobar/trial/record"))
                // Nobody plans by what may be undone in a moment.
                #expect(try await link.run([LookVerb()]).troubles.contains { $0.contains("on trial") })
                try await reload(link)
            }
            #expect(try await link.run([LookVerb()]).troubles.isEmpty)
            #expect(!proxy.sandbox.exists("/var/lib/isobar/trial"))
            #expect(try await loaded(proxy) == "description: isobar 2")
            #expect(try proxy.sandbox.text(SandboxProxy.path) == proxy.configuration("isobar 2"))
        }
    }

    @Test("Where no new connection comes about, it is a failure, and the way back stays")
    func cutOff() async throws {
        try await replacing { proxy, own in
            let (transport, hasReloaded) = (proxy.sandbox.transport, Flag())
            let link = HostLink(
                try proxy.sandbox.host(), try Sandbox.settings(), clock: ImpatientClock()
            ) { _ in
                guard !hasReloaded.isSet else {
                    throw Failure(.hostUnreachable, attempted: "connect", on: "host01", response: "no route to host")
                }
                return transport
            }
            await link.hold(2)
            let failure = await #expect(throws: Failure.self) {
                try await link.onTrial(.haproxy) {
                    try await reload(link)
                    hasReloaded.set()
                }
            }
            #expect(failure?.code == .rolledBack)
            #expect(failure?.remedy?.contains("puts HAProxy's former configuration back by itself") == true)
            #expect(proxy.sandbox.exists("/var/lib/isobar/trial/record"))
            // Nobody waits for three minutes here.
            try await own.run(TrialVerb(action: .confirm))
        }
    }

    @Test("A host that goes down meanwhile comes up with the former configuration")
    func rebooted() async throws {
        try await replacing { proxy, link in
            try await link.run(TrialVerb(action: .arm, seconds: 600))
            let unit = try String(
                contentsOf: proxy.sandbox.directory.appending(path: "units/isobar-trial.service"), encoding: .utf8)
            let start = try #require(unit.split(separator: "\n").first { $0.hasPrefix("ExecStart=") })
            #expect(unit.contains("Before=haproxy.service pacemaker.service"))
            let words = try HostView.words(
                proxy.sandbox.directory.path, "sudo -n " + start.dropFirst("ExecStart=".count))
            #expect(try await Machine.execute(words).status == 0)
            #expect(try proxy.sandbox.text(SandboxProxy.path) == proxy.configuration("isobar 1"))
            #expect(!proxy.sandbox.exists("/var/lib/isobar/trial"))
        }
    }

    @Test("A session that hangs with the helper's lock keeps nothing from being undone")
    func hanging() async throws {
        try await replacing { proxy, link in
            // The script waits two minutes for it; here, a second.
            try proxy.install("flock", "[ \"$2\" != 120 ] || set -- -w 1 9\nexec /usr/bin/flock \"$@\"")
            try await link.run(TrialVerb(action: .arm, seconds: 1))
            try await reload(link)
            let lock = proxy.sandbox.directory.appending(path: "state/isobar/lock").path
            let held = proxy.sandbox.directory.appending(path: "held").path
            try await Machine.run(
                "sh", "-c", "flock -s \(lock) sh -c 'echo $$ >\(held); exec sleep 100' >/dev/null 2>&1 &")
            let isUndone = try await waits { try await loaded(proxy) == "description: isobar 1" }
            try await Machine.run("sh", "-c", "kill $(cat \(held))")
            #expect(isUndone)
            #expect(try await waits { !proxy.sandbox.exists("/var/lib/isobar/trial") })
        }
    }

    @Test("What somebody wrote over it since is left as it is")
    func edited() async throws {
        try await replacing { proxy, link in
            try await link.run(TrialVerb(action: .arm, seconds: 1))
            let edited = proxy.configuration("by hand")
            try proxy.sandbox.write(edited, to: SandboxProxy.path)
            #expect(try await waits { !proxy.sandbox.exists("/var/lib/isobar/trial") })
            #expect(try proxy.sandbox.text(SandboxProxy.path) == edited)
        }
    }

    @Test("A reload that replaced nothing has no way back, and needs none")
    func nothing() async throws {
        try await SandboxProxy.with { proxy in
            let file = try proxy.file(proxy.configuration("isobar 1"))
            let start = Steps.step(try proxy.process("isobar 1"), .run, StepVerb.start)
            let reload = Steps.step(try proxy.process("isobar 1"), .run, StepVerb.reload)
            let performer = FleetPerformer(try proxy.sandbox.fleet())
            #expect(try await performer.carryOut([Steps.put(file), start]) == [:])
            #expect(try await performer.carryOut([reload]) == [:])
            #expect(!proxy.sandbox.exists("/var/lib/isobar/trial"))
        }
    }

    private final class Flag: Sendable {
        private let value = Atomic(false)
        var isSet: Bool { value.load(ordering: .sequentiallyConsistent) }
        func set() { value.store(true, ordering: .sequentiallyConsistent) }
    }

    /// Waits for nothing.
    private struct ImpatientClock: Clock {
        private let own = ContinuousClock()
        var now: ContinuousClock.Instant { own.now }
        var minimumResolution: Duration { own.minimumResolution }
        func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {}
    }
}
