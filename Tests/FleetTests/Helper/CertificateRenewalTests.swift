import BrokerModel
import Execution
import Foundation
import TestSupport
import Testing

@testable import Fleet

@Suite("A certificate renewed without a reload")
struct CertificateRenewalTests {
    private static let path = "/etc/haproxy/certs/broker.pem"

    /// A running HAProxy that shows a certificate, and its controller.
    private struct Balancer {
        let proxy: SandboxProxy
        let performer: FleetPerformer
        let first: String

        var socket: String { proxy.sandbox.directory.path + "/frontend.sock" }

        func process() throws -> Resource {
            try Steps.resource(
                HAProxySpecification(configuration: "isobar 1", loadedFiles: [path: "any"]), "haproxy")
        }

        func file(_ pem: String) throws -> Resource {
            try Steps.file(
                path, ConfidentialText(Secret(pem)), check: .haproxyCertificate,
                ownership: FileOwnership(owner: "root", group: "daemon", mode: 0o640))
        }

        /// Writes a certificate over the one that is there and has it shown.
        func renew(_ pem: String) async throws -> [ResourceAddress: Failure] {
            let file = try file(pem)
            let seen = try await proxy.sandbox.observedHost([file]).resources[file.address]?.observation
            return try await performer.carryOut([
                Steps.put(file, over: seen), Steps.step(try process(), .run, StepVerb.renew),
            ])
        }

        func observation() async throws -> HAProxyObservation {
            let process = try process()
            let host = try await proxy.sandbox.observedHost([process])
            return try #require(host.resources[process.address]?.observation as? HAProxyObservation)
        }

        /// What a client is shown, by its fingerprint.
        func shown() async throws -> String {
            let said = try await Machine.execute([
                "sh", "-c",
                "openssl s_client -unix \(socket) </dev/null 2>/dev/null | openssl x509 -noout -fingerprint",
            ])
            return String(decoding: said.output, as: UTF8.self)
        }

        /// The workers of HAProxy, by the process that answers.
        func worker() async throws -> String {
            let said = try await Machine.execute([
                "sh", "-c",
                """
                echo 'show info' | socat - UNIX-CONNECT:\(proxy.sandbox.directory.path)/socket/admin.sock | grep ^Pid:
                """,
            ])
            return String(decoding: said.output, as: UTF8.self)
        }
    }

    private static func certificate() async throws -> String {
        let made = try await Machine.execute([
            "sh", "-c",
            """
            d=$(mktemp -d) && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
                -subj /CN=broker -keyout "$d/key" -out "$d/pem" 2>/dev/null && cat "$d/pem" "$d/key"; rm -r "$d"
            """,
        ])
        return String(decoding: made.output, as: UTF8.self)
    }

    private static func fingerprint(of pem: String) async throws -> String {
        let said = try await Machine.execute(["openssl", "x509", "-noout", "-fingerprint"], input: Array(pem.utf8))
        return String(decoding: said.output, as: UTF8.self)
    }

    private func withBalancer(_ body: (Balancer) async throws -> Void) async throws {
        let first = try await Self.certificate()
        try await SandboxProxy.with { proxy in
            let balancer = Balancer(
                proxy: proxy, performer: FleetPerformer(try proxy.sandbox.fleet()), first: first)
            try await Machine.run("mkdir", "-p", proxy.sandbox.url("/etc/haproxy/certs").path)
            let bind = "unix@\(balancer.socket) ssl crt \(Self.path)"
            let configuration = try proxy.file(proxy.configuration("isobar 1", bind: bind))
            #expect(
                try await balancer.performer.carryOut([
                    Steps.put(try balancer.file(first)), Steps.put(configuration),
                    Steps.step(try balancer.process(), .run, StepVerb.start),
                ]) == [:])
            #expect(try await balancer.shown() == Self.fingerprint(of: first))
            try await body(balancer)
        }
    }

    @Test func newClientsAreShownTheNewOneByTheSameProcess() async throws {
        try await withBalancer { balancer in
            let worker = try await balancer.worker()
            let second = try await Self.certificate()
            #expect(try await balancer.renew(second) == [:])
            #expect(try await balancer.shown() == Self.fingerprint(of: second))
            #expect(try balancer.proxy.sandbox.text(Self.path) == second)
            #expect(try await balancer.worker() == worker)
            // The look knows that file and process agree, and a repetition changes nothing.
            #expect(try await balancer.observation().isOutdated == nil)
            #expect(try await balancer.renew(second) == [:])
            #expect(try await balancer.worker() == worker)
        }
    }

    /// A chain of more than 16 KiB does not fit through HAProxy's socket
    /// (`tune.bufsize`). It goes on with the old one, the next look tells, and a
    /// reload takes the new one.
    @Test func whatTheSocketRefusesIsLeftToAReload() async throws {
        try await withBalancer { balancer in
            let second = try await Self.certificate()
            let long = second + String(repeating: "# " + String(repeating: "x", count: 60) + "\n", count: 400)
            let failures = try await balancer.renew(long)
            #expect(failures.values.map(\.code) == [.commandFailed])
            #expect(failures.values.first?.response.contains("goes on with the old certificate") == true)
            #expect(failures.values.allSatisfy { !"\($0)".contains("BEGIN") })
            #expect(try await balancer.shown() == Self.fingerprint(of: balancer.first))
            #expect(try await balancer.observation().isOutdated == true)

            let reload = Steps.step(try balancer.process(), .run, StepVerb.reload)
            #expect(try await balancer.performer.carryOut([reload]) == [:])
            #expect(try await balancer.shown() == Self.fingerprint(of: second))
            #expect(try await balancer.observation().isOutdated == nil)
        }
    }

    /// Nothing was recorded of a process that somebody else started: it is asked.
    @Test func anOldCertificateIsSeenWhoeverStartedTheProcess() async throws {
        try await withBalancer { balancer in
            try await Machine.run("sh", "-c", "rm -f \(balancer.proxy.sandbox.directory.path)/run/haproxy-loaded")
            #expect(try await balancer.observation().isOutdated == nil)
            try balancer.proxy.sandbox.write(try await Self.certificate(), to: Self.path)
            #expect(try await balancer.observation().isOutdated == true)
        }
    }

    @Test func onlyCertificatesThatAreIsobarsAreHandedOver() async throws {
        try await withBalancer { balancer in
            let foreign = "/etc/haproxy/certs/foreign.pem"
            try balancer.proxy.sandbox.write(try await Self.certificate(), to: foreign)
            for name in [
                foreign, "/etc/haproxy/haproxy.cfg", "/etc/haproxy/certs/../../shadow", "/etc/haproxy/certs/a b",
            ] {
                let process = try Steps.resource(
                    HAProxySpecification(configuration: "isobar 1", loadedFiles: [name: "any"]), "haproxy")
                let failures = try await balancer.performer.carryOut([Steps.step(process, .run, StepVerb.renew)])
                #expect(failures.values.map(\.code) == [.helperRefused], "\(name)")
            }
        }
    }
}
