import BrokerModel
import Foundation
import Glibc
import Testing

@testable import Fleet

@Suite("Examining a host")
struct ExaminingTests {
    @Test func aHostTellsOfItself() async throws {
        try await Sandbox.with { sandbox in
            let before = try sandbox.everything()
            let answer = try await sandbox.link().run(ExamineVerb(packages: ["bash", "no-such-package", "haproxy"]))
            let report = try answer.examination.required
            let facts = HostFacts(report, helper: answer.installed, sent: 0, received: 1)
            #expect(facts.release.hasPrefix("Debian GNU/Linux 12"))
            #expect(facts.packages["bash"] != nil && facts.packages["haproxy"] != nil)
            #expect(facts.packages["no-such-package"] == nil)
            #expect(facts.interface(with: "127.0.0.1")?.name == "lo")
            #expect(facts.programs["haproxy"]?.hasPrefix("2.") == true)
            #expect(facts.disks.map(\.path).contains("/home/gb"))
            #expect(facts.disks.allSatisfy { $0.free > 0 && $0.size >= $0.free })
            #expect(facts.helper == nil)
            #expect(facts.hasWideRights)
            let clock = try facts.clock.required
            #expect(clock.begun <= clock.ended)
            #expect(try sandbox.everything() == before)
        }
    }

    @Test func connectionsAreToldApart() async throws {
        try await Sandbox.with { sandbox in
            let listener = try Listener(ports: ReachFacts.ports)
            defer { listener.close() }
            let targets = [
                ReachFacts.Target(address: listener.address, port: listener.port),
                ReachFacts.Target(address: "127.99.99.99", port: listener.port),
                // A link-local address without a zone leads nowhere (RFC 4007, section 11).
                ReachFacts.Target(address: "fe80::1", port: 443),
            ]
            let answer = try await sandbox.link().run(ReachVerb(targets: targets))
            let facts = ReachFacts(
                try answer.reach.required, targets: targets)
            #expect(facts.outcomes[.init(address: listener.address, port: listener.port)] == .open)
            #expect(facts.outcomes[.init(address: "127.99.99.99", port: listener.port)] == .refused)
            #expect(facts.outcomes[.init(address: "fe80::1", port: 443)] == .unreachable)
        }
    }

    /// What nodes connect to has any name and port; a UDP port where nobody listens
    /// answers so, one where somebody does is silent.
    @Test func whatIsOutsideAndUDP() async throws {
        try await Sandbox.with { sandbox in
            let targets = [
                ReachFacts.Target(address: "localhost", port: 1, isOutside: true),
                ReachFacts.Target(address: "no-such-name.invalid", port: 8883, isOutside: true),
                ReachFacts.Target(address: "127.99.99.98", port: 5405, transport: .udp),
            ]
            let answer = try await sandbox.link().run(ReachVerb(targets: targets))
            let facts = ReachFacts(try answer.reach.required, targets: targets)
            #expect(targets.map { facts.outcomes[$0] } == [.refused, .unresolved, .refused])
        }
    }

    @Test func theScriptConnectsToThePortTableOnly() throws {
        let script = String(decoding: HelperScript.bytes, as: UTF8.self)
        let line = try script.split(separator: "\n").first { $0.hasPrefix("REACHABLE='") }.required
        let ports = line.dropFirst("REACHABLE='".count).dropLast().split(separator: " ").compactMap { Int($0) }
        #expect(Set(ports) == PortTable.triable)
    }

    @Test func withoutAContainerNothingIsResolved() async throws {
        try await Sandbox.with { sandbox in
            let answer = try await sandbox.link().run(ResolveVerb(names: ["broker.example.org"]))
            #expect(ResolverFacts(try answer.resolver.required).outcomes == [:])
        }
    }

    /// Raw requests: what a defect of this program, or somebody else, might send.
    static let hostile = [
        ["examine", "package $(touch pwned)", "look"], ["examine", "package -rf", "look"],
        ["examine", "package a b", "look"], ["examine", "package ../x", "look"], ["examine", "path /etc", "look"],
        ["examine", "package " + String(repeating: "a", count: 200), "look"],
        ["reach", "to 127.0.0.1 25", "connect"], ["reach", "to 127.0.0.1 0443", "connect"],
        ["reach", "to 127.0.0.1 443;id", "connect"], ["reach", "to $(id) 443", "connect"],
        ["reach", "to a.example 443", "connect"], ["reach", "to ../../etc/passwd 443", "connect"],
        ["reach", "udp 127.0.0.1 53", "connect"], ["reach", "udp a.example 5405", "connect"],
        ["reach", "out $(id) 443", "connect"], ["reach", "out a.example 0", "connect"],
        ["reach", "out a.example 65536", "connect"], ["reach", "out -x 443", "connect"],
        ["reach", "out a.example/x 443", "connect"], ["reach", "out a.example 443 22", "connect"],
        ["reach", "to 127.0.0.1 *", "connect"], ["reach", "to  443", "connect"], ["reach", "127.0.0.1 443", "connect"],
        ["resolve", "name $(touch pwned)", "ask"], ["resolve", "name -x", "ask"], ["resolve", "name a b", "ask"],
        ["resolve", "name a/../b", "ask"], ["resolve", "name", "ask"],
        ["resolve"] + (1...9).map { "name n\($0).example" } + ["ask"],
        ["reach"] + (1...513).map { _ in "to 127.0.0.1 443" } + ["connect"],
    ]

    private struct RawVerb: HelperVerb {
        var lines: [String]
        var attempted: String { "ask for something" }

        func write(to request: inout HelperRequest) {
            for line in lines { request.word(line) }
        }
    }

    @Test(arguments: hostile)
    func whatIsNoQuestionIsRefused(_ lines: [String]) async throws {
        try await Sandbox.with { sandbox in
            let before = try sandbox.everything()
            await #expect(throws: Failure.self) { try await sandbox.link().run(RawVerb(lines: lines)) }
            #expect(try sandbox.everything() == before)
            #expect(!FileManager.default.fileExists(atPath: "pwned"))
        }
    }
}

extension ReachFacts {
    /// Ports of the table that ordinary programs may be found on least.
    fileprivate static let ports = [16379, 10000, 5370, 4370]
}

/// A socket that listens on a loopback address of its own.
private struct Listener {
    struct NoPort: Error {}

    let address = "127.9.8.7"
    let port: Int
    private let descriptor: Int32

    init(ports: [Int]) throws {
        for port in ports {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var place = sockaddr_in()
            place.sin_family = sa_family_t(AF_INET)
            place.sin_port = UInt16(port).bigEndian
            inet_pton(AF_INET, address, &place.sin_addr)
            let isBound = withUnsafeMutablePointer(to: &place) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            if isBound, listen(descriptor, 8) == 0 {
                self.port = port
                self.descriptor = descriptor
                return
            }
            Glibc.close(descriptor)
        }
        throw NoPort()
    }

    func close() { Glibc.close(descriptor) }
}
