import BrokerModel
import Execution
import Foundation
import TestSupport
import Testing

@testable import Fleet

/// Brokers behind a real HAProxy, with clients on them.
@Suite("Brokers out of service and back in", .serialized)
struct RotationTests {
    private static let servers = ["brokers/one"]

    /// A HAProxy before two servers, both working.
    private func withBrokers(_ body: (SandboxProxy, [SpawnedProgram]) async throws -> Void) async throws {
        try await SandboxProxy.with { proxy in
            let directory = proxy.sandbox.directory.path
            let brokers = try ["one", "two"].map { name in
                try SpawnedProgram("socat", ["UNIX-LISTEN:\(directory)/\(name).sock,fork", "PIPE"])
            }
            for name in ["one", "two"] {
                try await eventually { FileManager.default.fileExists(atPath: "\(directory)/\(name).sock") }
            }
            let text = configuration(proxy, "isobar 1")
            let start = Steps.step(try proxy.process("isobar 1"), .run, StepVerb.start)
            let failures = try await FleetPerformer(try proxy.sandbox.fleet()).carryOut([
                Steps.put(try proxy.file(text)), start,
            ])
            #expect(failures == [:])
            do {
                try await body(proxy, brokers)
            } catch {
                for broker in brokers { broker.signal(SIGTERM) }
                throw error
            }
            for broker in brokers { broker.signal(SIGTERM) }
        }
    }

    private func configuration(_ proxy: SandboxProxy, _ description: String) -> String {
        let directory = proxy.sandbox.directory.path
        return proxy.configuration(
            description, servers: ["one", "two"].map { "\($0) unix@\(directory)/\($0).sock check inter 200ms" })
    }

    private func rotation(_ servers: [String] = servers) throws -> Resource {
        let name = try Sandbox.name.required
        return Resource(
            address: RotationSpecification.resource(of: name),
            specification: RotationSpecification(broker: name, balancers: [name], servers: servers),
            source: SourcePosition(file: "broker.yaml", line: 1), reason: "test")
    }

    /// - Returns: what it failed with.
    @discardableResult
    private func carryOut(_ verb: String, on proxy: SandboxProxy, _ servers: [String] = servers) async throws -> Failure? {
        let resource = try rotation(servers)
        return try await FleetPerformer(try proxy.sandbox.fleet())
            .carryOut([Steps.step(resource, .run, verb)])[resource.address]
    }

    private func observed(_ proxy: SandboxProxy) async throws -> (HAProxyObservation, held: [String]) {
        let (process, rotation) = (try proxy.process("any"), try rotation())
        let state = try await proxy.sandbox.observe([process, rotation])
        let haproxy = try #require(state.resource(process.address)?.observation as? HAProxyObservation)
        let whole = try #require(state.resource(rotation.address)?.observation as? RotationObservation)
        return (haproxy, whole.held[try Sandbox.name.required.text] ?? [])
    }

    /// A client that stays for as long as its connection does.
    private func client(of proxy: SandboxProxy) throws -> SpawnedProgram {
        try SpawnedProgram("socat", ["-u", "UNIX-CONNECT:\(proxy.frontend)", "OPEN:/dev/null"])
    }

    /// How many sessions each server has.
    private func sessions(_ proxy: SandboxProxy) async throws -> [String: Int] {
        let text = try await proxy.ask("show stat -1 4 -1")
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.reduce(into: [:]) { counts, line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            if fields.count > 4 { counts["\(fields[0])/\(fields[1])"] = Int(fields[4]) }
        }
    }

    private func eventually(_ isSo: () async throws -> Bool) async throws {
        for _ in 0..<200 {
            if try await isSo() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("it did not become so within 10 s")
    }

    @Test func clientsAreMovedAndTheBrokerComesBack() async throws {
        try await withBrokers { proxy, _ in
            let clients = [try client(of: proxy), try client(of: proxy)]
            try await eventually { try await sessions(proxy) == ["brokers/one": 1, "brokers/two": 1] }

            // Twice: who is out stays so.
            for _ in 1...2 {
                #expect(try await carryOut(StepVerb.drain, on: proxy) == nil)
                #expect(try await sessions(proxy) == ["brokers/one": 0, "brokers/two": 1])
                let (haproxy, held) = try await observed(proxy)
                #expect(haproxy.servers["brokers/one"] == "MAINT" && held == Self.servers)
                #expect(haproxy.heldServers == Self.servers && haproxy.serversOutByHand == [])
            }
            let late = try client(of: proxy)
            try await eventually { try await sessions(proxy) == ["brokers/one": 0, "brokers/two": 2] }

            // A reload would forget it.
            let failure = try await FleetPerformer(try proxy.sandbox.fleet()).carryOut([
                Steps.put(try proxy.file(configuration(proxy, "isobar 1")), over: try await seen(proxy)),
                Steps.step(try proxy.process("isobar 1"), .run, StepVerb.reload),
            ]).values.first
            #expect(failure?.code == .helperRefused)

            for _ in 1...2 {
                #expect(try await carryOut(StepVerb.join, on: proxy) == nil)
                let (haproxy, held) = try await observed(proxy)
                #expect(haproxy.servers["brokers/one"] == "UP" && held == [] && haproxy.heldServers == nil)
            }
            for client in clients + [late] { client.signal(SIGTERM) }
        }
    }

    private func seen(_ proxy: SandboxProxy) async throws -> (any ResourceObservation)? {
        let file = try proxy.file(configuration(proxy, "isobar 1"))
        return try await proxy.sandbox.observedHost([file]).resources[file.address]?.observation
    }

    /// Clients that connect again when they are cut.
    private func faithfulClients(of proxy: SandboxProxy, count: Int) throws -> SpawnedProgram {
        let program = """
            import socket, sys, threading, time
            def run():
                while True:
                    try:
                        with socket.socket(socket.AF_UNIX) as connection:
                            connection.connect(sys.argv[1])
                            while connection.recv(1): pass
                    except OSError: pass
                    time.sleep(0.05)
            for _ in range(int(sys.argv[2])): threading.Thread(target=run, daemon=True).start()
            threading.Event().wait()
            """
        return try SpawnedProgram("python3", ["-c", program, proxy.frontend, String(count)])
    }

    @Test func clientsAreSpreadWhenAllAreBack() async throws {
        try await withBrokers { proxy, _ in
            #expect(try await carryOut(StepVerb.drain, on: proxy) == nil)
            let clients = try faithfulClients(of: proxy, count: 24)
            try await eventually { try await sessions(proxy) == ["brokers/one": 0, "brokers/two": 24] }
            #expect(try await carryOut(StepVerb.join, on: proxy) == nil)
            // The second time there is nothing to do.
            for _ in 1...2 {
                #expect(try await carryOut(StepVerb.spread, on: proxy) == nil)
                try await eventually { try await sessions(proxy) == ["brokers/one": 12, "brokers/two": 12] }
                let (haproxy, held) = try await observed(proxy)
                #expect(held == [] && haproxy.servers.values.allSatisfy { $0.hasPrefix("UP") })
            }
            clients.signal(SIGTERM)
        }
    }

    @Test func theLastOneThatWorksStays() async throws {
        try await withBrokers { proxy, brokers in
            brokers[1].signal(SIGTERM)
            try await eventually { try await observed(proxy).0.servers["brokers/two"]?.hasPrefix("DOWN") == true }
            let failure = try await carryOut(StepVerb.drain, on: proxy)
            #expect(failure?.code == .helperRefused)
            #expect(failure?.response.contains("has no server that works") == true)
            let (haproxy, held) = try await observed(proxy)
            #expect(haproxy.servers["brokers/one"]?.hasPrefix("UP") == true && held == [])
            // The other one, which serves nobody, may go.
            #expect(try await carryOut(StepVerb.drain, on: proxy, ["brokers/two"]) == nil)
        }
    }

    @Test func whatSomebodyTookOutStaysTheirs() async throws {
        try await withBrokers { proxy, _ in
            try await proxy.tell("set server brokers/one state maint")
            #expect(try await carryOut(StepVerb.drain, on: proxy) == nil)
            #expect(try await observed(proxy).held == [])
            #expect(try await carryOut(StepVerb.join, on: proxy) == nil)
            #expect(try await observed(proxy).0.serversOutByHand == ["brokers/one"])
        }
    }

    /// Killed while a broker was out: the next run brings it back, also when
    /// HAProxy has forgotten meanwhile.
    @Test(arguments: [false, true]) func whatWasLeftOutComesBack(isForgotten: Bool) async throws {
        try await withBrokers { proxy, _ in
            #expect(try await carryOut(StepVerb.drain, on: proxy) == nil)
            if isForgotten { try await proxy.tell("set server brokers/one state ready") }
            #expect(try await observed(proxy).held == Self.servers)
            #expect(try await carryOut(StepVerb.ready, on: proxy) == nil)
            let (haproxy, held) = try await observed(proxy)
            #expect(held == [] && haproxy.servers["brokers/one"]?.hasPrefix("UP") == true)
        }
    }

    @Test func aBrokerThatDoesNotComeUpIsSaid() async throws {
        try await withBrokers { proxy, brokers in
            #expect(try await carryOut(StepVerb.drain, on: proxy) == nil)
            brokers[0].signal(SIGTERM)
            brokers[0].wait()
            let failure = try await carryOut(StepVerb.join, on: proxy)
            #expect(failure?.response.contains("does not find it working") == true)
            // HAProxy itself sends nobody there; nothing is left to take back.
            #expect(try await observed(proxy).held == [])
        }
    }

    @Test func whereHAProxyDoesNotRunNobodyIsMoved() async throws {
        try await SandboxProxy.with { proxy in
            let file = try proxy.file(proxy.configuration("isobar 1"))
            let resource = try rotation()
            let steps = [Steps.put(file)] + [StepVerb.drain, StepVerb.join].map { Steps.step(resource, .run, $0) }
            #expect(try await FleetPerformer(try proxy.sandbox.fleet()).carryOut(steps) == [:])
        }
    }
}
