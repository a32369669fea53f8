import BrokerModel
import Foundation
import Testing

@testable import Blueprint

/// The port table: what is tried between which hosts, and what the table says in
/// the documentation.
@Suite("Port table")
struct PortTableTests {
    private let desired: DesiredState

    init() throws {
        desired = try SampleBroker.small().desired
    }

    private func trials(_ change: (inout DesiredState) -> Void = { _ in }) -> [PortTrial] {
        var desired = desired
        change(&desired)
        return PortTable(desired).trials(
            among: desired.hosts, virtualAddress: desired.broker.loadBalancer.settings?.virtualAddress)
    }

    private func role(_ name: HostName) -> HostRole? { desired.hosts.first { $0.name == name }?.role }

    /// What is expected of a connection from any host of a role to any of another.
    private func expectations(_ from: HostRole, _ to: HostRole, _ port: Int, in trials: [PortTrial]) -> Set<String> {
        Set(
            trials.filter { trial in
                role(trial.from) == from && trial.to.flatMap(role) == to && trial.port == port
            }.map(\.expectation.rawValue))
    }

    static let lines: [(from: HostRole, to: HostRole, port: Int, expected: Set<String>)] = [
        (.loadbalancer, .broker, 1883, ["open"]),
        (.loadbalancer, .broker, 8083, ["open"]),
        (.loadbalancer, .broker, 18083, ["open"]),
        (.manage, .broker, 18083, ["open"]),
        (.manage, .broker, 1883, ["closed"]),
        (.antiloop, .broker, 1883, ["closed"]),
        (.antiloop, .loadbalancer, 8883, ["open"]),
        (.antiloop, .loadbalancer, 443, ["open"]),
        (.broker, .loadbalancer, 8883, []),
        (.broker, .broker, 4370, ["open"]),
        (.antiloop, .broker, 4370, ["closed"]),
        (.antiloop, .antiloop, 6379, ["open"]),
        (.antiloop, .broker, 16379, ["open"]),
        (.loadbalancer, .antiloop, 6379, ["closed"]),
        (.manage, .broker, 6379, ["closed"]),
        (.loadbalancer, .loadbalancer, 2224, ["open"]),
        (.antiloop, .loadbalancer, 2224, ["closed"]),
        (.loadbalancer, .loadbalancer, 5405, []),
        (.manage, .antiloop, 80, ["open"]),
        (.broker, .antiloop, 80, ["closed"]),
        (.broker, .manage, 443, []),
        (.manage, .broker, 22, ["open"]),
        (.broker, .antiloop, 22, []),
    ]

    @Test("What is tried between roles", arguments: lines)
    func line(_ line: (from: HostRole, to: HostRole, port: Int, expected: Set<String>)) {
        #expect(expectations(line.from, line.to, line.port, in: trials()) == line.expected)
    }

    @Test("Nobody connects to itself, and no connection is wanted open and closed")
    func consistent() {
        let trials = trials()
        #expect(trials.allSatisfy { $0.from != $0.to })
        let connections = Dictionary(grouping: trials) { "\($0.from) \($0.address) \($0.port)" }
        for (connection, trials) in connections {
            #expect(Set(trials.map(\.expectation)).count == 1, "\(connection)")
        }
        #expect(trials.allSatisfy { PortTable.triable.contains($0.port) })
    }

    @Test("The virtual address is tried from those who publish through it")
    func virtualAddress() {
        let address = desired.broker.loadBalancer.settings?.virtualAddress
        let trials = trials().filter { $0.to == nil }
        #expect(Set(trials.map(\.address)) == Set([address].compactMap { $0 }))
        #expect(Set(trials.compactMap { role($0.from) }) == [.antiloop])
        #expect(Set(trials.map(\.port)) == [443, 8883])
    }

    @Test("What is not deployed is not in the table")
    func conditions() {
        #expect(trials { $0.broker.redis = .external([.literal("a:6379")]) }.allSatisfy { $0.port != 6379 })
        #expect(
            trials { $0.broker.loadBalancer = .external }.allSatisfy {
                ![443, 8883, 2224].contains($0.port) || $0.to == nil
            })
        #expect(trials { $0.versions.portainerAgent = nil }.allSatisfy { $0.port != 9001 })
    }

    @Test("docs/doctor.md shows the table as it is")
    func documented() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/doctor.md"), encoding: .utf8)
        let table = PortTable.complete(dashboardRanges: ["dashboardAllowedFrom"]).markdown
        #expect(text.contains(table), "docs/doctor.md must hold:\n\(table)")
    }
}

extension PortTable {
    /// The table as docs/doctor.md shows it.
    fileprivate var markdown: String {
        let rows = rules.map { rule in
            let from = rule.sources.map { source in
                switch source {
                case .anyone: "anyone"
                case .controller: "controller"
                case .ranges(let ranges): ranges.map { "`\($0)`" }.joined(separator: ", ")
                case .hosts(let roles): Self.names(roles)
                }
            }.joined(separator: ", ")
            let to =
                switch rule.target {
                case .outside: "outside"
                case .hosts(let roles): Self.names(roles)
                }
            let ports =
                switch rule.ports {
                case .ssh: "`port` of hosts.yaml, 22"
                case .numbers(let numbers): numbers.map { String($0) }.joined(separator: ", ")
                }
            return "| \(from) | \(to) | \(rule.transport.rawValue) \(ports) | \(rule.service) |"
        }
        return (["| from | to | ports | for |", "|---|---|---|---|"] + rows).joined(separator: "\n")
    }

    private static func names(_ roles: Set<HostRole>) -> String {
        roles.count == HostRole.allCases.count ? "every host" : roles.map(\.rawValue).sorted().joined(separator: ", ")
    }
}
