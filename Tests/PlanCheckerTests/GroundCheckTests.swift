import BrokerModel
import PlanChecker
import Testing

/// Plans that use what their host does not have yet.
@Suite struct GroundCheckTests {
    private static let ownership = FileOwnership(owner: "gb", group: "docker", mode: 0o755)

    private static func directory(_ text: String) -> DirectorySpecification? {
        AbsolutePath(text).map { DirectorySpecification(path: $0, ownership: ownership) }
    }

    /// A package, and a step that needs it.
    private func needing(_ package: String, _ address: String, _ specification: (any Specification)? = nil)
        -> (without: PlanFixture, with: PlanFixture)
    {
        var without = PlanFixture()
        let scope = ResourceAddress(address)?.scope ?? ""
        let id = without.add(
            "\(scope)/package/\(package)", .create, verb: StepVerb.install, PackageSpecification(name: package))
        var with = without
        without.add(address, .create, specification)
        with.add(address, .create, after: [id], specification)
        return (without, with)
    }

    @Test(arguments: [
        ("docker.io", "waloop01/network/traefik"), ("docker.io", "waloop01/image/redis:7"),
        ("haproxy", "wlb01/directory/etc/haproxy/certs"), ("haproxy", "wlb01/file/etc/haproxy/haproxy.cfg"),
        ("haproxy", "wlb01/haproxy/configuration"),
    ])
    func whatAPackageBringsComesAfterIt(package: String, address: String) {
        let plans = needing(package, address)
        #expect(plans.without.broken() == [.useOrder])
        #expect(plans.with.broken() == [])
    }

    @Test func anAccountComesAfterItsGroupAndBeforeItsFiles() throws {
        let home = try #require(AbsolutePath("/home/gb"))
        let account = AccountSpecification(name: "gb", uid: 1, gid: 1, home: home, groups: ["docker"])
        let plans = needing(PackageSpecification.engine, "waloop01/account/gb", account)
        #expect(plans.without.broken() == [.useOrder])
        var fixture = plans.with
        #expect(fixture.broken() == [])
        let wanted = Self.directory("/home/gb/redis")
        fixture.add("waloop01/directory/home/gb/redis", .create, wanted)
        #expect(fixture.broken() == [.useOrder])
        fixture.steps[2].after = [fixture.steps[1].id]
        #expect(fixture.broken() == [])
    }

    @Test func aSourceComesBeforePackages() {
        var fixture = PlanFixture()
        let source = fixture.add("wlb01/file/etc/apt/sources.list.d/isobar.sources", .create)
        fixture.add("wlb01/package/haproxy", .create)
        #expect(fixture.broken() == [.useOrder])
        fixture.steps[1].after = [StepID(source)]
        #expect(fixture.broken() == [])
    }

    @Test func theClusterWaitsForItsPrograms() throws {
        var fixture = PlanFixture()
        let package = fixture.add("wlb02/package/pcs", .create)
        let members = try ["wlb01", "wlb02"].map {
            ClusterMember(host: try #require(HostName($0)), address: "192.0.2.1", interface: "eth0")
        }
        fixture.steps.append(
            Step(
                id: StepID("vip"), resource: VirtualIPSpecification.resource, action: .run, verb: StepVerb.clear,
                cause: .pending, reason: "",
                specification: VirtualIPSpecification(
                    address: "192.0.2.100", balancers: members, password: ConfidentialText(""))))
        #expect(fixture.broken() == [.useOrder])
        fixture.steps[1].after = [StepID(package)]
        #expect(fixture.broken() == [])
    }

    @Test(arguments: ["waloop01/package/docker.io", "waloop01/account/gb", "waloop01/sudo/ansadm"])
    func nothingOfItIsRemoved(address: String) {
        var fixture = PlanFixture()
        fixture.add(address, .delete)
        #expect(fixture.broken() == [.foreignResource])
    }
}
