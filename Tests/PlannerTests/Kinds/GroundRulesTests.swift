import BrokerModel
import PlanChecker
import TestSupport
import Testing

@testable import Planner

/// Packages, accounts and sudo rules: what is planned for what was seen.
@Suite("What a bare host lacks, in plans")
struct GroundRulesTests {
    private static let name = host("waloop01")

    private static func plan(
        _ specification: some Specification, called name: String, seen: (any ResourceObservation)? = nil,
        isOwned: Bool = false, beside others: [ObservedResource] = []
    ) -> Plan {
        let source = SourcePosition(file: "broker.yaml", line: 1)
        let host = Host(name: Self.name, role: .antiloop, address: "192.0.2.1", hostKey: "k", source: source)
        let address = ResourceAddress(Self.name, type(of: specification).kind, name)
        var observed = ObservedState(observedAt: Timestamp(seconds: 0))
        let own = seen.map { ObservedResource(address: address, observation: $0, isOwned: isOwned) }
        observed.hosts[Self.name] = ObservedHost(
            host: Self.name,
            resources: (others + [own].compactMap { $0 }).reduce(into: [:]) { $0[$1.address] = $1 },
            manifest: Manifest())
        let resource = Resource(address: address, specification: specification, source: source, reason: "it is needed")
        let plan = Planning.plan(
            PlanningInput(
                resources: [resource], observed: observed, hosts: [host], broker: centre(999), commit: "0",
                limits: RolloutLimits(), key: [1]))
        let input = PlanCheckInput(
            hosts: [host], observed: observed, limits: RolloutLimits(), replicas: 2, wantedNodes: [],
            managesBalancers: true)
        #expect(PlanCheck.check(plan, against: input) == [])
        return plan
    }

    // MARK: - Packages

    @Test func aMissingPackageIsInstalled() {
        let plan = Self.plan(PackageSpecification(name: "haproxy"), called: "haproxy")
        #expect(plan.steps.map(\.verb) == [StepVerb.install])
        #expect(plan.steps.map(\.resource.description) == ["waloop01/package/haproxy"])
    }

    /// Apt would read it still.
    @Test func aSourceThatGoesIsGoneBefore() throws {
        let file = ResourceAddress(Self.name, FileSpecification.kind, "etc/apt/sources.list.d/isobar.sources")
        let seen = FileObservation(
            digest: Digest(of: "URIs"), ownership: FileOwnership(owner: "root", group: "root", mode: 0o644))
        let plan = Self.plan(
            PackageSpecification(name: "haproxy"), called: "haproxy",
            beside: [ObservedResource(address: file, observation: seen, isOwned: true)])
        let removal = try #require(plan.steps.first { $0.resource == file })
        #expect(removal.action == .delete)
        #expect(plan.steps.first { $0.verb == StepVerb.install }?.after.contains(removal.id) == true)
    }

    @Test(arguments: [true, false])
    func anInstalledOneIsAsWantedWhoeverInstalledIt(isOwned: Bool) {
        let plan = Self.plan(
            PackageSpecification(name: "haproxy"), called: "haproxy", seen: PackageObservation(version: "2.6"),
            isOwned: isOwned)
        #expect(plan.steps.isEmpty && plan.conflicts.isEmpty && plan.warnings.isEmpty)
    }

    @Test func aVersionIsNoneOfAPlansBusiness() {
        var one = Fingerprint(key: [1])
        var other = Fingerprint(key: [1])
        PackageObservation(version: "1").add(to: &one)
        PackageObservation(version: "2").add(to: &other)
        #expect(one.finish() == other.finish())
    }

    // MARK: - The account

    private static let account = AccountSpecification(
        name: "gb", uid: 1000, gid: 1000, home: path("/home/gb"), groups: ["docker"])

    private static func accountPlan(_ seen: AccountObservation?) -> Plan { plan(account, called: "gb", seen: seen) }

    @Test func anAccountIsMadeWhereThereIsNone() {
        #expect(Self.accountPlan(nil).steps.map(\.verb) == [StepVerb.create])
        // A group of the number will do, whatever it is called.
        let plan = Self.accountPlan(AccountObservation(numbers: nil, gidHolder: "users", namesakeGID: 5))
        #expect(plan.steps.map(\.verb) == [StepVerb.create])
    }

    @Test func anAccountWithTheSameNumbersIsTaken() {
        let plan = Self.accountPlan(
            AccountObservation(numbers: .init(uid: 1000, gid: 1000), groups: ["docker", "sudo"]))
        #expect(plan.steps.isEmpty && plan.conflicts.isEmpty)
    }

    @Test func whatItLacksIsAdded() {
        let plan = Self.accountPlan(
            AccountObservation(numbers: .init(uid: 1000, gid: 1000), groups: ["sudo"], hasHome: false))
        #expect(plan.steps.map(\.verb) == [StepVerb.update])
        #expect(plan.steps.first?.changes.map(\.field) == ["group docker", "home"])
    }

    @Test(arguments: [
        (AccountObservation(numbers: .init(uid: 1005, gid: 1000), groups: ["docker"]), "1005:1000"),
        (AccountObservation(numbers: .init(uid: 1000, gid: 7), groups: ["docker"]), "1000:7"),
        (AccountObservation(numbers: nil, uidHolder: "ansadm"), "belongs to the account ansadm"),
        (AccountObservation(numbers: nil, namesakeGID: 777), "a group gb with the number 777"),
    ])
    func otherNumbersAreAnObstacle(_ seen: AccountObservation, _ words: String) {
        let plan = Self.accountPlan(seen)
        #expect(plan.steps.isEmpty)
        #expect(plan.conflicts.first?.explanation.contains(words) == true)
        #expect(plan.conflicts.first?.explanation.contains("broker.yaml") == true)
    }

    // MARK: - Sudo

    private static func sudoPlan(_ files: [String], elsewhere: Bool = false) -> Plan {
        plan(
            SudoSpecification(user: "ansadm"), called: "ansadm",
            seen: SudoObservation(wideFiles: files, isWideElsewhere: elsewhere))
    }

    @Test func aWideRuleGoes() {
        let plan = Self.sudoPlan(["/etc/sudoers.d/ansadm"])
        #expect(plan.steps.map(\.verb) == [StepVerb.narrow])
        #expect(plan.steps.first?.changes.map(\.from) == ["/etc/sudoers.d/ansadm"])
        #expect(Self.sudoPlan([]).steps.isEmpty)
    }

    @Test func aWideRuleElsewhereIsTold() {
        let plan = Self.sudoPlan(["/etc/sudoers.d/ansadm"], elsewhere: true)
        #expect(plan.steps.isEmpty)
        #expect(plan.conflicts.first?.explanation.contains("sudo -l -U ansadm") == true)
    }
}
