import BrokerModel
import Foundation
import SSH
import Testing

@testable import Fleet

/// The lab that `make test` booted, reached over SSH. Its inventory is named
/// by `ISOBAR_LAB_INVENTORY`; without a lab these tests fail.
struct LabHosts: Sendable {
    private struct Inventory: Decodable {
        struct Access: Decodable {
            var user: String
            var port: UInt16
            var identityFile: String
        }
        struct Entry: Decodable {
            var name: String
            var role: String
            var address: String
            var hostKey: String
        }
        var ssh: Access
        var hosts: [Entry]
    }

    let hosts: [BrokerModel.Host]
    private let identityFile: String

    init() throws {
        let file = try #require(
            ProcessInfo.processInfo.environment["ISOBAR_LAB_INVENTORY"], "run these tests with: make test")
        let inventory = try JSONDecoder().decode(Inventory.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
        identityFile = inventory.ssh.identityFile
        hosts = try inventory.hosts.map { entry in
            BrokerModel.Host(
                name: try HostName(entry.name).required, role: try HostRole(rawValue: entry.role).required,
                address: entry.address, hostKey: entry.hostKey,
                access: HostAccess(user: inventory.ssh.user, port: Int(inventory.ssh.port)),
                source: SourcePosition(file: "hosts.yaml", line: 1))
        }
    }

    func host(_ name: String) throws -> BrokerModel.Host {
        try #require(hosts.first { $0.name.text == name })
    }

    func transport(to host: BrokerModel.Host) throws -> any Transport {
        try SSHTransport(
            SSHDestination(
                name: host.name.text, address: host.address, port: UInt16(host.access.port), user: host.access.user,
                hostKeys: [try PinnedHostKey(host.hostKey)], identityFile: identityFile))
    }

    /// The fleet of all hosts as they are; for looking only.
    func wholeFleet() throws -> FleetHosts {
        FleetHosts(hosts, settings: try Sandbox.settings()) { try transport(to: $0) }
    }

    /// A fleet of one host, in a view of its own: nothing else on the host
    /// sees what the helper writes there. The engine is the host's.
    func fleet(of name: String, view: String, holder: String = "test") throws -> FleetHosts {
        FleetHosts([try host(name)], settings: try Sandbox.settings(holder)) { host in
            ViewTransport(base: try transport(to: host), directory: view)
        }
    }

    /// Makes a view on a host and removes it after `body`.
    func withView<Result>(on name: String, _ body: (String) async throws -> Result) async throws -> Result {
        let directory = "/var/tmp/isobar-view-\(UUID().uuidString)"
        let transport = try transport(to: try host(name))
        let places = HostView.places.map { "\(directory)/\($0)" } + ["\(directory)/home/gb/compose"]
        try await expectSuccess(transport.run(RemoteCommand(["sudo", "-n", "mkdir", "-p"] + places)))
        do {
            let result = try await body(directory)
            _ = try await transport.run(RemoteCommand(["sudo", "-n", "rm", "-rf", directory]))
            await transport.close()
            return result
        } catch {
            _ = try await transport.run(RemoteCommand(["sudo", "-n", "rm", "-rf", directory]))
            await transport.close()
            throw error
        }
    }

    private func expectSuccess(_ result: CommandResult) throws {
        try #require(result.succeeded, "\(String(decoding: result.errorOutput, as: UTF8.self))")
    }
}
