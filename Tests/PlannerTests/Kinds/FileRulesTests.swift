import BrokerModel
import Planner
import Testing

@Suite struct FileRulesTests {
    private let address = ResourceAddress(host("wlb01"), FileSpecification.kind, "etc/haproxy/haproxy.cfg")

    @Test func aChangedFileShowsItsDifference() throws {
        var world = try World(nodes: 0)
        world.apply(world.plan())
        world.state.hosts[host("wlb01")]?.texts[path("/etc/haproxy/haproxy.cfg")] = "version 1\n"
        world.balancerVersion = "2"
        let change = try #require(step(world)?.changes.first)
        #expect(change.field == "content")
        #expect(change.from?.hasPrefix("sha256:") == true)
        #expect(
            change.diff == """
                --- /etc/haproxy/haproxy.cfg
                +++ /etc/haproxy/haproxy.cfg
                @@ -1,1 +1,1 @@
                -version 1
                +version 2

                """)
    }

    @Test func aSecretFileShowsNothing() throws {
        var world = try World(nodes: 1)
        world.apply(world.plan())
        world.nodes[centre(0)]?.password = "other"
        let steps = world.plan().steps.filter { $0.resource.kind == FileSpecification.kind }
        #expect(steps.count == 2)
        for step in steps {
            #expect(step.changes == [FieldChange(field: "content", from: "(secret)", to: "(secret, changed)")])
        }
    }

    @Test(arguments: [FileObservation.FileType.symlink, .directory, .other])
    func somethingElseIsInTheWay(type: FileObservation.FileType) throws {
        var world = try World(nodes: 0)
        world.apply(world.plan())
        world.state.hosts[host("wlb01")]?.resources[address]?.observation = FileObservation(
            digest: nil, ownership: FileOwnership(owner: "root", group: "root", mode: 0o777), type: type)
        let plan = world.plan()
        #expect(plan.conflicts.map(\.resource) == [address])
        #expect(!plan.steps.contains { $0.resource.scope == "wlb01" })
    }

    @Test(arguments: [true, false]) func onlyThePackagesOwnFileGivesWay(isDefault: Bool) throws {
        var world = try World(nodes: 0)
        world.state.hosts[host("wlb01")]?.resources[address] = ObservedResource(
            address: address,
            observation: FileObservation(
                digest: Digest(of: "default"), ownership: FileOwnership(owner: "root", group: "root", mode: 0o644),
                isPackageDefault: isDefault),
            isOwned: false)
        let plan = world.plan()
        #expect((step(world)?.action == .update) == isDefault)
        #expect(plan.conflicts.isEmpty == isDefault)
        // What depends on it is left out with it.
        let haproxy = plan.steps.contains {
            $0.resource.scope == "wlb01" && $0.resource.kind == HAProxySpecification.kind
        }
        #expect(haproxy == isDefault)
        #expect(plan.warnings.contains { $0.contains("wlb01/haproxy/haproxy is left out") } == !isDefault)
    }

    @Test func aForeignFileAsWantedIsNamedAndLeft() throws {
        var world = try World(nodes: 0)
        world.apply(world.plan())
        world.state.hosts[host("wlb01")]?.resources[address]?.isOwned = false
        let plan = world.plan()
        #expect(plan.steps.isEmpty && plan.conflicts.isEmpty)
        #expect(plan.warnings == ["\(address) is as wanted, but not Isobar's: it will not be changed or removed"])
    }

    @Test func aChangedModeIsAnUpdate() throws {
        var world = try World(nodes: 0)
        world.apply(world.plan())
        let content = try #require(
            world.state.hosts[host("wlb01")]?.resources[address]?.observation as? FileObservation)
        var loose = content
        loose.ownership.mode = 0o666
        world.state.hosts[host("wlb01")]?.resources[address]?.observation = loose
        #expect(step(world)?.changes == [FieldChange(field: "mode", from: "0666", to: "0644")])
        // Nothing was read anew: HAProxy goes on.
        #expect(!world.plan().steps.contains { $0.resource.kind == HAProxySpecification.kind })
    }

    private func step(_ world: World) -> Step? { world.plan().steps.first { $0.resource == address } }
}
