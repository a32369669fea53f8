import BrokerModel
import PlanChecker
import Testing

/// Hand-made plans: a good one passes, each bad one is refused by name.
@Suite struct PlanCheckTests {
    private let node = "ca-eccc-msc"

    @Test func aRollOfAPairPasses() {
        var plan = PlanFixture()
        plan.seeInstance(node, on: "waloop01", "waloop02")
        let first = plan.replace(node, on: "waloop01", beside: "waloop02")
        plan.replace(node, on: "waloop02", beside: "waloop01", after: [first])
        #expect(plan.violations() == [])
    }

    // MARK: - The graph

    @Test func unknownPredecessor() {
        var plan = PlanFixture()
        plan.add("waloop01/network/a", .create, after: ["nowhere"])
        #expect(plan.broken() == [.unknownPredecessor])
    }

    @Test func cycle() {
        var plan = PlanFixture()
        plan.add("waloop01/network/a", .create, after: ["waloop01/network/b#create"])
        plan.add("waloop01/network/b", .create, after: ["waloop01/network/a#create"])
        #expect(plan.broken() == [.cycle])
    }

    @Test func duplicateStep() {
        var plan = PlanFixture()
        plan.add("waloop01/network/a", .create)
        plan.add("waloop01/network/a", .create)
        #expect(plan.broken() == [.duplicateStep])
    }

    // MARK: - What is touched

    @Test(arguments: ["waloop09", "waloop03"]) func unknownHost(name: String) throws {
        var plan = PlanFixture()
        let lost = try #require(HostName("waloop03"))
        plan.observed.hosts[lost] = nil
        plan.observed.unreachable[lost] = Failure(.hostUnreachable, attempted: "", on: "", response: "")
        plan.add("\(name)/network/a", .create)
        #expect(plan.broken() == [.unknownHost])
    }

    @Test(arguments: [StepAction.update, .replace, .delete, .run]) func foreignResource(action: StepAction) {
        var plan = PlanFixture()
        plan.seeInstance("grafana", on: "waloop01", status: "exited", isOwned: false)
        plan.add("waloop01/container/grafana", action, PlanFixture.wanted("grafana"))
        #expect(plan.broken() == [.foreignResource])
    }

    @Test func onlyWhatIsThereIsRemoved() {
        var plan = PlanFixture()
        plan.add("waloop01/file/etc/passwd", .delete)
        #expect(plan.broken() == [.foreignResource])
    }

    @Test func existingResource() {
        var plan = PlanFixture()
        plan.seeInstance(node, on: "waloop01")
        plan.add("waloop01/container/\(node)", .create, PlanFixture.wanted(node))
        #expect(plan.broken() == [.existingResource])
    }

    @Test(arguments: [true, false]) func aPackagesOwnFileMayGiveWay(isDefault: Bool) throws {
        var plan = PlanFixture()
        let ownership = FileOwnership(owner: "root", group: "root", mode: 0o644)
        plan.see(
            "wlb01/file/etc/haproxy/haproxy.cfg",
            FileObservation(digest: nil, ownership: ownership, isPackageDefault: isDefault), isOwned: false)
        let file = FileSpecification(
            path: try #require(AbsolutePath("/etc/haproxy/haproxy.cfg")), contents: "", ownership: ownership,
            replacesPackageDefault: true)
        plan.add("wlb01/file/etc/haproxy/haproxy.cfg", .update, file)
        #expect(plan.broken() == (isDefault ? [] : [.foreignResource]))
    }

    // MARK: - Images

    @Test func missingImage() {
        var plan = PlanFixture()
        plan.add("waloop01/container/\(node)", .create, PlanFixture.wanted(node))
        #expect(plan.broken() == [.missingImage])
        plan.add("waloop01/image/new:1", .create)
        #expect(plan.broken() == [.missingImage])
        plan.steps[0].after = [plan.steps[1].id]
        #expect(plan.broken() == [])
    }

    @Test func disturbedBeforeAnotherImageIsThere() {
        var plan = PlanFixture()
        plan.seeInstance(node, on: "waloop01", "waloop02")
        plan.replace(node, on: "waloop01", beside: "waloop02")
        plan.add("waloop01/image/other:1", .create)
        #expect(plan.broken() == [.disturbedBeforeImage])
    }

    // MARK: - What stands on what

    @Test(arguments: [
        "waloop01/file/home/gb/compose/ca-eccc-msc/host.env", "waloop01/file/home/gb/traefik/dynamic/ca-eccc-msc.yml",
        "waloop01/file/home/gb/settings", "waloop01/network/traefik",
    ])
    func whatAContainerNeedsComesFirst(address: String) {
        var plan = PlanFixture()
        plan.see("waloop01/image/new:1", ImageObservation(id: "sha256:new"))
        plan.add(
            "waloop01/container/\(node)", .create, PlanFixture.wanted(node, startupFiles: ["/home/gb/settings": "1"]))
        let needed = plan.add(address, .create)
        #expect(plan.broken() == [.useOrder])
        plan.steps[0].after = [StepID(needed)]
        #expect(plan.broken() == [])
    }

    @Test(arguments: ["waloop01/file/home/gb/traefik/dynamic/ca-eccc-msc.yml", "waloop01/network/traefik"])
    func whatAContainerUsesGoesAfterIt(address: String) {
        var plan = PlanFixture()
        plan.seeInstance(node, on: "waloop01")
        plan.see(
            address,
            address.contains("network")
                ? NetworkObservation(driver: "bridge") as any ResourceObservation
                : FileObservation(digest: nil, ownership: FileOwnership(owner: "gb", group: "gb", mode: 0o644)))
        plan.add(address, .delete)
        let container = plan.add("waloop01/container/\(node)", .delete)
        #expect(plan.broken() == [.useOrder])
        plan.steps[0].after = [StepID(container)]
        #expect(plan.broken() == [])
    }

    @Test func directoriesFirstAndLast() {
        var plan = PlanFixture()
        plan.add("waloop01/file/home/gb/a", .create)
        let directory = plan.add("waloop01/directory/home/gb", .create)
        #expect(plan.broken() == [.useOrder])
        plan.steps[0].after = [StepID(directory)]
        #expect(plan.broken() == [])
    }

    @Test func aBalancerLoadsWhatIsWritten() {
        var plan = PlanFixture()
        plan.see("wlb01/haproxy/haproxy", HAProxyObservation(isRunning: false), isOwned: false)
        plan.add(
            "wlb01/haproxy/haproxy", .run,
            HAProxySpecification(configuration: "1", loadedFiles: ["/etc/haproxy/haproxy.cfg": "1"]))
        let file = plan.add("wlb01/file/etc/haproxy/haproxy.cfg", .create)
        #expect(plan.broken() == [.useOrder])
        plan.steps[0].after = [StepID(file)]
        #expect(plan.broken() == [])
    }
}
