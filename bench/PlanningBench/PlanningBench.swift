import BenchSupport
import Blueprint
import BrokerModel
import DesiredStateReader
import PlanChecker
import Planner

/// How long planning takes by itself, without hosts, git or database: from the
/// bytes of a commit and what was observed to a checked plan.
///
/// Usage: PlanningBench DESIRED-STATE-DIRECTORY [RUNS [NODES]]
///
/// Without NODES it measures 1,000 and 10,000, and how much longer the second
/// takes.
@main
struct PlanningBench {
    static let hosts = 50

    static func main() throws {
        let directory = CommandLine.arguments.dropFirst().first ?? "desired-state"
        let runs = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 9
        if let nodes = CommandLine.arguments.dropFirst(3).first.flatMap({ Int($0) }) {
            _ = try PlanningBench(from: directory, nodes: max(1, nodes)).measure(runs: runs, goal: "")
            return
        }
        let thousand = try PlanningBench(from: directory, nodes: 1_000).measure(runs: runs, goal: "0.100 s")
        let tenThousand = try PlanningBench(from: directory, nodes: 10_000).measure(runs: max(3, runs / 3), goal: "")
        let factor = tenThousand.median / thousand.median
        print(Row("- 10000 nodes against 1000", "\((factor * 10).rounded() / 10) times", goal: "12 times"))
    }

    private let count: Int
    private let files: [SourceFile]
    private let desired: DesiredState
    private let secrets: [SecretName: Secret]
    private let today: CalendarDate
    private let observedAt = Timestamp(seconds: 1_780_000_000)
    private let key = Array("the key of this installation, 32".utf8)

    init(from directory: String, nodes: Int) throws {
        count = nodes
        files = try GeneratedBroker(from: directory, nodes: nodes, hosts: Self.hosts).files
        guard let today = CalendarDate("2026-06-01") else { throw Unusable("no date") }
        self.today = today
        let result = DesiredState.read(files, today: today)
        guard let state = result.state else {
            throw Unusable(result.diagnostics.prefix(5).map(\.description).joined(separator: "\n"))
        }
        desired = state
        secrets = GeneratedBroker.secrets(of: state)
    }

    struct Unusable: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    /// - Returns: the time of a plan in which there is nothing to do.
    func measure(runs: Int, goal: String) throws -> Figures {
        let placement = try place(running: [:])
        let resources = try render(placement)
        let converged = ObservedState.holding(resources, at: observedAt)
        var running: [CentreID: Set<HostName>] = [:]
        for (node, hosts) in placement.hosts { running[node] = Set(hosts) }
        let applied = resources.reduce(into: [:]) { digests, resource in
            digests[resource.address] = resource.specification.digest(key: key)
        }

        print(Row("planning, \(count) nodes on \(Self.hosts) hosts, nothing to do", "\(resources.count) resources"))
        let whole = try Figures.measure(runs: runs) {
            let again = try render(try place(running: running))
            let plan = plan(again, converged, applied)
            guard plan.isEmpty, check(plan, converged).isEmpty else { throw Unusable("the plan is not empty") }
        }
        print(Row("- place, render, plan, check", "\(whole)", goal: goal))
        print(Row("  of it: place", "\(try Figures.measure(runs: runs) { _ = try place(running: running) })"))
        print(Row("  of it: render", "\(try Figures.measure(runs: runs) { _ = try render(placement) })"))
        print(Row("  of it: plan", "\(Figures.measure(runs: runs) { _ = plan(resources, converged, applied) })"))
        print(Row("- read and check the YAML before", "\(Figures.measure(runs: runs) { read() })"))

        let bare = ObservedState.bare(desired.hosts.map(\.name), at: observedAt)
        var first = plan(resources, bare, [:])
        let fromScratch = Figures.measure(runs: max(3, runs / 3)) { first = plan(resources, bare, [:]) }
        print(Row("- plan onto bare hosts: \(first.steps.count) steps", "\(fromScratch)"))
        var violations: [Violation] = []
        let proof = Figures.measure(runs: max(3, runs / 3)) { violations = check(first, bare) }
        guard violations.isEmpty else { throw Unusable(violations.prefix(3).map(\.description).joined(separator: "\n")) }
        print(Row("- prove that plan safe", "\(proof)"))
        if let megabytes = PeakMemory.megabytes { print(Row("- most memory so far", "\(megabytes) MB")) }
        return whole
    }

    private func read() { _ = DesiredState.read(files, today: today) }

    private func place(running: [CentreID: Set<HostName>]) throws -> Placement {
        try Placer.place(
            PlacementInput(
                nodes: desired.activeNodes(today: today).map {
                    PlacementInput.Node(centreID: $0.centreID, pinnedHosts: $0.pinnedHosts)
                },
                hosts: desired.hosts(.antiloop).map(\.name), replicas: desired.broker.antiloop.replicas,
                observed: running))
    }

    private func render(_ placement: Placement) throws -> [Resource] {
        try BrokerBlueprint(
            desired: desired, placement: placement, secrets: secrets, today: today, helperDigest: Digest(of: "helper")
        ).resources()
    }

    private func plan(
        _ resources: [Resource], _ observed: ObservedState, _ applied: [ResourceAddress: Digest]
    ) -> Plan {
        Planning.plan(
            PlanningInput(
                resources: resources, observed: observed, hosts: desired.hosts, broker: desired.broker.centreID,
                commit: "0", limits: desired.broker.rollout, lastApplied: applied, key: key))
    }

    private func check(_ plan: Plan, _ observed: ObservedState) -> [Violation] {
        PlanCheck.check(
            plan,
            against: PlanCheckInput(
                hosts: desired.hosts, observed: observed, limits: desired.broker.rollout,
                replicas: desired.broker.antiloop.replicas,
                wantedNodes: Set(desired.activeNodes(today: today).map(\.centreID)),
                managesBalancers: desired.broker.loadBalancer.settings != nil))
    }
}
