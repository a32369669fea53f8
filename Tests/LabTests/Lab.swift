import Foundation
import Testing

/// The lab that `make test` booted: nine real hosts. Its inventory is named by
/// `ISOBAR_LAB_INVENTORY`; without a lab these tests fail, they are not
/// skipped.
struct Lab: Sendable {
    struct Inventory: Decodable, Sendable {
        struct HostEntry: Decodable, Sendable {
            var name: String
            var role: String
            var address: String
            var hostKey: String
        }
        struct SSHEntry: Decodable, Sendable {
            var identityFile: String
            var configFile: String
        }
        struct PathsEntry: Decodable, Sendable {
            var engineSocket: String
        }
        var prefix: String
        var subnet: String
        var virtualAddress: String
        var ssh: SSHEntry
        var paths: PathsEntry
        var hosts: [HostEntry]
    }

    let inventory: Inventory
    let root: String

    init() throws {
        let environment = ProcessInfo.processInfo.environment
        let file = try #require(environment["ISOBAR_LAB_INVENTORY"], "run these tests with: make test")
        inventory = try JSONDecoder().decode(Inventory.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
        root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
    }

    /// The addresses' beginning: `192.168.77.`.
    var subnetPrefix: String { inventory.subnet.prefix { $0 != "/" }.split(separator: ".").dropLast().joined(separator: ".") + "." }

    /// Runs the lab's own program.
    func command(_ arguments: String...) async throws -> Ended {
        try await Shell.run(root + "/deploy/lab/lab", ["--prefix", inventory.prefix] + arguments)
    }

    /// Runs a command on a host, past Isobar, to see what is really there.
    @discardableResult
    func on(_ host: String, _ command: String) async throws -> String {
        let ended = try await Shell.run(
            root + "/deploy/lab/lab", ["--prefix", inventory.prefix, "exec", host, "sh", "-c", command])
        return ended.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func entry(_ host: String) throws -> Inventory.HostEntry {
        try #require(inventory.hosts.first { $0.name == host })
    }

    /// The address of a host.
    func address(_ host: String) throws -> String { try entry(host).address }

    /// The containers that run on a host, with their ids.
    func containers(on host: String) async throws -> [String: String] {
        var found: [String: String] = [:]
        for line in try await on(host, "docker ps --no-trunc --format '{{.Names}} {{.ID}}'").split(separator: "\n") {
            let parts = line.split(separator: " ")
            if parts.count == 2 { found[String(parts[0])] = String(parts[1]) }
        }
        return found
    }

    static let antiloops = ["waloop01", "waloop02", "waloop03"]
    static let withEngine = ["waloop01", "waloop02", "waloop03", "wbroker01", "wbroker02", "wbroker03", "wmanage"]

    /// Every container that runs anywhere, `host/name` to id.
    func allContainers() async throws -> [String: String] {
        try await withThrowingTaskGroup { group in
            for host in Self.withEngine { group.addTask { (host, try await containers(on: host)) } }
            return try await group.reduce(into: [:]) { all, found in
                for (name, id) in found.1 { all["\(found.0)/\(name)"] = id }
            }
        }
    }
}
