import BrokerModel
import Foundation
import Testing

@testable import Blueprint

/// Against the real HAProxy.
@Suite struct HAProxyTests {
    @Test(arguments: ["wlb01", "wlb02"])
    func acceptsTheConfiguration(host: String) async throws {
        try await check(host: host) { _ in }
    }

    @Test func acceptsIPv6Everywhere() async throws {
        try await check(host: "wlb01") { broker in
            for index in broker.desired.hosts.indices { broker.desired.hosts[index].address = "2001:db8::\(index + 1)" }
            broker.desired.broker.loadBalancer = try broker.balancer(allowing: ["2001:db8::/32", "10.0.0.0/8"])
        }
    }

    @Test func acceptsASingleBalancerWithoutDashboard() async throws {
        try await check(host: "wlb01") { broker in
            broker.desired.hosts.removeAll { $0.name.text == "wlb02" || $0.name.text == "wbroker02" }
            broker.desired.broker.loadBalancer = try broker.balancer(allowing: [])
        }
    }

    /// Without anything to check against, this suite would pass on any text.
    @Test func noticesAnError() async throws {
        try await withTemporaryDirectory { directory in
            let configuration = HAProxy.Configuration(
                global: [], sections: [HAProxy.Section("frontend x", ["bind *:1 ssl crt /no/such/file"])])
            let file = directory.appending(path: "haproxy.cfg")
            try Data(configuration.text.utf8).write(to: file)
            #expect(try Program.run("haproxy", "-c", "-f", file.path).status == 1)
        }
    }

    /// The running process repeats the digest: the proof of what it loaded.
    @Test func tellsWhichConfigurationItLoaded() async throws {
        try await withTemporaryDirectory { directory in
            let configuration = HAProxy.Configuration(
                global: ["stats socket unix@admin.sock mode 600 level admin"],
                sections: [
                    HAProxy.Section(
                        "defaults", ["mode tcp", "timeout connect 1s", "timeout client 1s", "timeout server 1s"]),
                    HAProxy.Section("frontend nothing", ["bind unix@nothing.sock"]),
                ])
            try Data(configuration.text.utf8).write(to: directory.appending(path: "haproxy.cfg"))
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["haproxy", "-db", "-f", "haproxy.cfg"]
            process.currentDirectoryURL = directory
            try process.run()
            defer {
                process.terminate()
                process.waitUntilExit()
            }
            var answer = ""
            let deadline = ContinuousClock.now + .seconds(10)
            while answer.isEmpty, ContinuousClock.now < deadline, process.isRunning {
                answer = try Program.run(
                    "sh", "-c", "echo 'show info' | socat - UNIX-CONNECT:admin.sock 2>/dev/null || true", in: directory
                ).output
            }
            let line = answer.split(separator: "\n").first { $0.hasPrefix("description:") }
            #expect(line == "description: \(configuration.description)")
        }
    }

    @Test func tokensRefuseWhatMeansSomething() {
        for text in HostileTexts.all
        where (try? DomainName(text)) == nil && text != "0755" && text != "../../etc/passwd"
            && text != "/../x"
        {
            #expect(throws: Refusal.self, "\(text.debugDescription)") { try HAProxy.Token(text) }
        }
    }

    @Test func theDescriptionFollowsTheText() throws {
        let one = HAProxy.Configuration(global: ["daemon"], sections: [])
        let other = HAProxy.Configuration(global: [], sections: [])
        #expect(one.description != other.description)
        #expect(one.description == HAProxy.Configuration(global: ["daemon"], sections: []).description)
        #expect(one.text.contains("    description \(one.description)\n"))
    }

    private func check(host: String, _ change: (inout SampleBroker) throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            var broker = try SampleBroker.small()
            broker.secrets[try SampleBroker.name("certificate")] = Secret(try makeCertificate(in: directory))
            try change(&broker)
            let resources = try broker.resources()
            let certificate = try text("\(host):/etc/haproxy/certs/globalbroker.example.org.pem", in: resources)
            try Data(certificate.utf8).write(to: directory.appending(path: "globalbroker.example.org.pem"))
            let configuration = try text("\(host):/etc/haproxy/haproxy.cfg", in: resources)
            let moved = configuration.replacing("/etc/haproxy/certs", with: directory.path)
            let file = directory.appending(path: "haproxy.cfg")
            try Data(moved.utf8).write(to: file)
            let result = try Program.run("haproxy", "-c", "-f", file.path)
            #expect(result.status == 0 && result.output == "Configuration file is valid\n", "\(result.output)")
        }
    }
}

extension SampleBroker {
    fileprivate func balancer(allowing ranges: [String]) throws -> LoadBalancer {
        var settings = try unwrap(desired.broker.loadBalancer.settings)
        settings.dashboardAllowedFrom = ranges
        return .managed(settings)
    }
}
