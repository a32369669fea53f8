import BrokerModel
import DesiredStateReader
import Execution
import Fleet
import GitRepository
import Planner
import TestSupport
import Testing

@testable import Reconciliation

/// A plan as if it had been prepared, of whatever a test needs.
struct PreparedFixture {
    var steps: [Step] = []
    var conflicts: [ResourceAddress] = []
    var heldBack: Set<ResourceAddress> = []
    var departedHosts: [HostName] = []
    var unreachable: Set<HostName> = []
    var scope = PlanScope()
    var resources: [Resource] = []
    var hosts: [HostName] = []
    var maxDeletes = 5
    var packageSource: PackageSource?

    func prepared() throws -> PreparedPlan {
        let today = try #require(World.now.date)
        let files = DesiredText.files(maxDeletes: maxDeletes).map {
            SourceFile(path: $0.key, bytes: Array($0.value.utf8))
        }
        let read = DesiredState.read(files, today: today)
        var desired = try #require(read.state, "\(read.diagnostics)")
        desired.broker.packageSource = packageSource
        let failure = Failure(.hostUnreachable, attempted: "connect", on: "a host", response: "nobody answers")
        let failures = Dictionary(uniqueKeysWithValues: unreachable.map { ($0, failure) })
        let plan = Plan(
            digest: Digest(of: "plan"), commit: String(repeating: "ab", count: 20), broker: desired.broker.centreID,
            observedAt: World.now, steps: steps,
            conflicts: conflicts.map { Conflict(resource: $0, explanation: "foreign") },
            unreachable: failures, departedHosts: departedHosts, heldBack: heldBack)
        let seen = Dictionary(
            uniqueKeysWithValues: hosts.map { ($0, ObservedHost(host: $0, resources: [:], manifest: Manifest())) })
        let author = CommitSummary.Signature(name: "Ada", email: "ada@example.org", seconds: 1, offsetMinutes: 0)
        let commit = CommitSummary(
            id: try #require(CommitID(plan.commit)), parents: [], author: author, committer: author, message: "a commit"
        )
        return PreparedPlan(
            plan: plan, loaded: LoadedCommit(commit: commit, desired: desired, warnings: []), scope: scope,
            resources: resources, observed: ObservedState(hosts: seen, unreachable: failures, observedAt: World.now),
            limits: desired.broker.rollout, today: today, hosts: try Self.fleet(of: desired),
            redaction: Redaction(of: []))
    }

    private static func fleet(of desired: DesiredState) throws -> FleetHosts {
        FleetHosts(
            desired.hosts,
            settings: FleetSettings(
                broker: desired.broker.centreID, home: desired.broker.containerUser.home, virtualAddress: nil,
                holder: try #require(LeaseHolder("test:1"))),
            transport: { host in
                throw Failure(.hostUnreachable, attempted: "connect", on: host.name.text, response: "nobody answers")
            })
    }

    /// A directory on a host.
    static func directory(_ name: String, on host: HostName, mode: Int = 0o755) throws -> Resource {
        Resource(
            address: ResourceAddress(host, DirectorySpecification.kind, name),
            specification: DirectorySpecification(
                path: try #require(AbsolutePath("/" + name)),
                ownership: FileOwnership(owner: "gb", group: "gb", mode: mode)),
            source: SourcePosition(file: "hosts.yaml", line: 1), reason: "test")
    }

    static func step(
        _ address: ResourceAddress, _ action: StepAction, specification: (any Specification)? = nil
    ) -> Step {
        var step = Step(
            id: StepID("\(address)#\(action.rawValue)"), resource: address, action: action, verb: action.rawValue,
            cause: .pending, reason: "test")
        step.specification = specification
        return step
    }
}
