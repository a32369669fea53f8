import BrokerModel
import Execution
import SSH
import Testing

@testable import Fleet

/// HAProxy's configuration on a real balancer, judged by its own HAProxy before
/// it takes the place of the one that works.
@Suite("HAProxy on a lab host", .serialized)
struct LabHAProxyTests {
    private static let name = "wlb02"
    private static let path = "/etc/haproxy/haproxy.cfg"

    @Test(arguments: [
        ("global\n    no-such-word yes\n", "no-such-word"),
        ("frontend f\n    bind *:not-a-port\n    default_backend nowhere\n", "not-a-port"),
    ])
    func aBrokenConfigurationNeverReplacesAGoodOne(_ text: String, _ words: String) async throws {
        let lab = try LabHosts()
        let host = try lab.host(Self.name)
        let transport = try lab.transport(to: host)
        let fleet = FleetHosts([host], settings: try Sandbox.settings()) { try lab.transport(to: $0) }
        func shell(_ text: String) async throws -> String {
            let result = try await transport.run(RemoteCommand(["sudo", "-n", "sh", "-c", text]))
            try #require(result.succeeded, "\(text): \(String(decoding: result.errorOutput, as: UTF8.self))")
            return String(decoding: result.output, as: UTF8.self)
        }
        let standing = "sha256sum \(Self.path); systemctl show -p MainPID -p ActiveState haproxy"
        let before = try await shell(standing)

        let path = try AbsolutePath(Self.path).required
        let wanted = Resource(
            address: ResourceAddress(host.name, FileSpecification.kind, String(Self.path.dropFirst())),
            specification: FileSpecification(
                path: path, contents: ConfidentialText(text),
                ownership: FileOwnership(owner: "root", group: "root", mode: 0o644), check: .haproxy,
                replacesPackageDefault: true),
            source: SourcePosition(file: "broker.yaml", line: 1), reason: "test")
        let state = await FleetObserver(fleet).observe([host.name], wanted: [wanted], at: 0)
        let seen = try #require(try state.hosts[host.name].required.resources[wanted.address]).observation
        let step = Steps.put(wanted, over: seen)
        let failure = try await FleetPerformer(fleet).carryOut([step])[step.resource]
        #expect(failure?.code == .validationRefused, "\(failure?.description ?? "no failure")")
        #expect(failure?.response.contains(words) == true, "\(failure?.response ?? "")")
        #expect(try await shell(standing) == before)

        await fleet.close()
        _ = try await shell("rm -rf /var/lib/isobar")
        await transport.close()
    }
}
