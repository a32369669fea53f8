import BrokerModel
import PlanChecker
import Planner
import Testing

/// What a plan does about things that people did on the hosts.
@Suite struct AccidentTests {
    private static let directory = "home/gb/traefik/dynamic"

    @Test func aRenamedContainerGetsItsNameBack() throws {
        var (world, address) = try renamed()
        let host = try #require(address.host)
        let steps = world.plan().steps.filter { $0.resource.kind == ContainerSpecification.kind }
        #expect(steps.map(\.verb) == [StepVerb.rename])
        #expect(steps.first?.changes == [FieldChange(field: "name", from: "other", to: "xx-centre-0")])
        #expect(steps.first?.disturbance == nil)

        // Of two that say they are it, none is.
        var twin = try #require(
            world.state.hosts[host]?.resources[ResourceAddress(host, ContainerSpecification.kind, "other")])
        twin.address = ResourceAddress(host, ContainerSpecification.kind, "twin")
        world.state.hosts[host]?.resources[twin.address] = twin
        let verbs = world.plan().steps.filter { $0.resource == address }.map(\.verb)
        #expect(verbs == [StepVerb.create])
    }

    /// A person renamed an instance, and a commit removed its node: it may be the
    /// one that publishes, and goes like the other.
    @Test func aRenamedContainerThatNobodyWantsGoesUnderItsOwnName() throws {
        var (world, address) = try renamed()
        world.nodes = [:]
        let plan = world.plan()
        let steps = plan.steps.filter { $0.resource == address }
        #expect(steps.map(\.verb) == [StepVerb.rename, StepVerb.remove])
        #expect(steps.first?.changes == [FieldChange(field: "name", from: "other", to: address.name)])
        #expect(steps.last?.after.contains(try #require(steps.first?.id)) == true)
        world.apply(plan)
        #expect(!world.plan().steps.contains { $0.resource.kind == ContainerSpecification.kind })

        // Another broker's, and what a host does not say it was made as, is nobody's.
        (world, address) = try renamed()
        world.nodes = [:]
        let host = try #require(address.host)
        world.state.hosts[host]?.manifest.broker = centre(998)
        #expect(world.plan().steps.contains { $0.resource == address } == false)
    }

    struct Change: CustomTestStringConvertible {
        let testDescription: String
        var verbs: [String]
        var drift: String?
        var happen: @Sendable (inout World, inout ContainerObservation) -> Void
    }

    /// What else it lacks is done by the same plan, after it has its name again.
    @Test(arguments: [
        Change(testDescription: "stopped", verbs: [StepVerb.start], drift: ", and is stopped") {
            $1.state = ContainerState(status: "exited")
        },
        Change(
            testDescription: "restart policy", verbs: [StepVerb.update],
            drift: ", and has restart policy no instead of unless-stopped"
        ) { $1.restartPolicy = .no },
        Change(
            testDescription: "stopped, and restart policy", verbs: [StepVerb.update, StepVerb.start],
            drift: ", and is stopped, and has restart policy no instead of unless-stopped"
        ) {
            $1.restartPolicy = .no
            $1.state = ContainerState(status: "exited")
        },
        Change(
            testDescription: "made anew", verbs: [StepVerb.replace],
            drift: ", and was created anew with other settings (env DEBUG)"
        ) { $1.environment["DEBUG"] = "1" },
        Change(testDescription: "another image is wanted", verbs: [StepVerb.replace], drift: nil) { world, _ in
            world.nodes[centre(0)]?.image = "golfvert/wis2gb:2.0"
        },
    ])
    func aRenamedContainerThatAlsoDiffersTakesOnePlan(change: Change) throws {
        var (world, address) = try renamed()
        let host = try #require(address.host)
        let lastApplied = Dictionary(
            world.resources.map { ($0.address, $0.specification.digest(key: [1, 2, 3])) }) { first, _ in first }
        let other = ResourceAddress(host, ContainerSpecification.kind, "other")
        var found = try #require(world.state.hosts[host]?.resources[other]?.observation as? ContainerObservation)
        found.id = "that very one"
        change.happen(&world, &found)
        world.state.hosts[host]?.resources[other]?.observation = found

        let input = world.input(lastApplied: lastApplied)
        let plan = Planning.plan(input)
        let steps = plan.steps.filter { $0.resource == address }
        #expect(steps.map(\.verb) == [StepVerb.rename] + change.verbs)
        #expect(Set(steps.map(\.id)).count == steps.count)
        for (earlier, later) in zip(steps, steps.dropFirst()) { #expect(later.after.contains(earlier.id)) }
        // It is that container the later steps are about, and no other.
        #expect(steps.dropFirst().allSatisfy { ($0.observation as? ContainerObservation)?.id == "that very one" })
        let isReplaced = change.verbs == [StepVerb.replace]
        #expect(steps.last?.disturbance?.siblings.count == (isReplaced ? 1 : nil))
        if let image = plan.steps.first(where: { $0.resource.kind == ImageSpecification.kind && $0.resource.host == host }) {
            #expect(steps.last?.after.contains(image.id) == true)
        }
        let violations = PlanCheck.check(
            plan,
            against: PlanCheckInput(
                hosts: world.hosts, observed: input.observed, limits: world.limits, replicas: 2,
                wantedNodes: Set(world.nodes.keys), managesBalancers: true))
        #expect(violations == [])
        let drift = DriftReport(plan, observed: input.observed).findings.first { $0.resource == address }
        #expect(
            drift?.sentence == change.drift.map { "\(address.name) on \(host) was renamed to other\($0)" })

        world.apply(plan)
        #expect(world.plan().steps.allSatisfy { $0.resource != address })
    }

    /// A replacement was killed between the two names, and another image is
    /// wanted by now: what could be started again stays until that is there.
    @Test func whatAKilledReplacementLeftGoesAfterTheImageCame() throws {
        var world = try World(nodes: 1)
        world.apply(world.plan())
        let container = try #require(world.resources.first { $0.address.name == "xx-centre-0" && isContainer($0) })
        let host = try #require(container.address.host)
        var found = try #require(world.state.hosts[host]?.resources[container.address])
        world.state.hosts[host]?.resources[container.address] = nil
        var observation = try #require(found.observation as? ContainerObservation)
        observation.state = ContainerState(status: "exited", exitCode: 143)
        found.observation = observation
        found.address = ResourceAddress(host, ContainerSpecification.kind, "xx-centre-0" + InterimName.old)
        world.state.hosts[host]?.resources[found.address] = found
        world.nodes[centre(0)]?.image = "golfvert/wis2gb:2.0"

        let plan = world.plan()
        let image = try #require(
            plan.steps.first { $0.resource.kind == ImageSpecification.kind && $0.resource.host == host })
        let removal = try #require(plan.steps.first { $0.resource == found.address })
        #expect(removal.action == .delete && removal.after.contains(image.id))
        func violations(_ plan: Plan) -> [Violation.Rule] {
            PlanCheck.check(
                plan,
                against: PlanCheckInput(
                    hosts: world.hosts, observed: world.state, limits: world.limits, replicas: 2,
                    wantedNodes: Set(world.nodes.keys), managesBalancers: true)
            ).map(\.rule)
        }
        #expect(violations(plan) == [])
        var hasty = plan
        let index = try #require(hasty.steps.firstIndex { $0.id == removal.id })
        hasty.steps[index].after.removeAll { $0 == image.id }
        #expect(violations(hasty) == [.disturbedBeforeImage])
    }

    /// A world in which all is as wanted, but that somebody renamed a container
    /// to `other`; and what it was.
    private func renamed() throws -> (world: World, address: ResourceAddress) {
        var world = try World(nodes: 1)
        world.apply(world.plan())
        let container = try #require(
            world.resources.first { $0.address.name == "xx-centre-0" && isContainer($0) })
        let host = try #require(container.address.host)
        var found = try #require(world.state.hosts[host]?.resources[container.address])
        world.state.hosts[host]?.resources[container.address] = nil
        var observation = try #require(found.observation as? ContainerObservation)
        observation.labels[ContainerObservation.brokerLabel] = centre(999).text
        observation.labels[ContainerObservation.resourceLabel] = container.address.description
        found.observation = observation
        found.isOwned = false
        found.address = ResourceAddress(host, ContainerSpecification.kind, "other")
        world.state.hosts[host]?.resources[found.address] = found
        world.state.hosts[host]?.manifest.broker = centre(999)
        return (world, container.address)
    }

    @Test func aForeignFileOfTraefiksDirectoryIsSetAside() throws {
        for isOurs in [true, false] {
            var world = try World(nodes: 1)
            world.apply(world.plan())
            let routes = try #require(world.resources.first { $0.address.kind == TraefikSpecification.kind })
            let host = try #require(routes.address.host)
            let directory = ResourceAddress(host, DirectorySpecification.kind, Self.directory)
            world.state.hosts[host]?.resources[directory] = ObservedResource(
                address: directory,
                observation: DirectoryObservation(
                    ownership: FileOwnership(owner: "gb", group: "docker", mode: 0o755), isDirectory: true),
                isOwned: isOurs)
            for name in ["theirs.yml", "sub/other.toml", ".ours.yml.abcdefgh.tmp"] {
                let file = ResourceAddress(host, FileSpecification.kind, "\(Self.directory)/\(name)")
                world.state.hosts[host]?.resources[file] = ObservedResource(
                    address: file,
                    observation: FileObservation(
                        digest: Digest(of: "x"), ownership: FileOwnership(owner: "gb", group: "gb", mode: 0o644)),
                    isOwned: false)
            }
            let steps = world.plan().steps.filter { $0.resource == routes.address }
            #expect(steps.map(\.verb) == (isOurs ? [StepVerb.setAside, StepVerb.verify] : []))
            let named = steps.first?.changes.compactMap(\.from) ?? []
            #expect(named == (isOurs ? ["sub/other.toml", "theirs.yml"].map { "/\(Self.directory)/\($0)" } : []))
            guard isOurs else { continue }
            // It hides all instances of its host: none is replaced anywhere before it is away.
            world.nodes[centre(0)]?.image = "golfvert/wis2gb:2.0"
            let plan = world.plan()
            let replacements = plan.steps.filter { $0.action == .replace && $0.resource.kind == ContainerSpecification.kind }
            let away = try #require(plan.steps.first { $0.verb == StepVerb.setAside })
            #expect(replacements.count == 2 && replacements.allSatisfy { $0.after.contains(away.id) } && away.after == [])
        }
    }

    @Test func serversComeBackBeforeAReload() throws {
        var world = try World(nodes: 1)
        world.apply(world.plan())
        let process = try #require(world.resources.first { $0.address.kind == HAProxySpecification.kind })
        let host = try #require(process.address.host)
        func verbs(_ change: (inout HAProxyObservation) -> Void) throws -> [String] {
            var changed = world
            var observation = try #require(
                world.state.hosts[host]?.resources[process.address]?.observation as? HAProxyObservation)
            change(&observation)
            changed.state.hosts[host]?.resources[process.address]?.observation = observation
            return changed.plan().steps.filter { $0.resource == process.address }.map(\.verb)
        }
        #expect(try verbs { $0.servers["mqtt/a"] = "MAINT" } == [StepVerb.ready])
        #expect(try verbs { $0.servers["mqtt/a"] = "DRAIN" } == [StepVerb.ready])
        for status in ["UP", "DOWN 1/2", "MAINT (via mqtt/b)", "MAINT (resolution)", "no check"] {
            #expect(try verbs { $0.servers["mqtt/a"] = status } == [])
        }
        #expect(
            try verbs {
                $0.servers["mqtt/a"] = "MAINT"
                $0.configuration = "other"
            } == [StepVerb.ready, StepVerb.reload])
        #expect(try verbs { $0.isOutdated = true } == [StepVerb.reload])
    }

    @Test func whatACommandChangedOnHAProxyIsLoadedAnew() throws {
        var world = try World(nodes: 1)
        world.apply(world.plan())
        let process = try #require(world.resources.first { $0.address.kind == HAProxySpecification.kind })
        let host = try #require(process.address.host)
        func steps(_ runtime: [String: String]?, configuration: String = "1") throws -> [Step] {
            var input = world.input()
            let index = try #require(input.resources.firstIndex { $0.address == process.address })
            var wanted = try #require(process.specification as? HAProxySpecification)
            wanted.runtime = ["server b/one weight": "1"]
            input.resources[index].specification = wanted
            input.lastApplied = [process.address: wanted.digest(key: [1, 2, 3])]
            input.observed.hosts[host]?.resources[process.address]?.observation = HAProxyObservation(
                isRunning: true, configuration: configuration, runtime: runtime)
            let plan = Planning.plan(input)
            let told = DriftReport(plan, observed: input.observed).findings.map(\.nature)
            #expect(told == (plan.steps.isEmpty ? [] : configuration == "1" ? [.settingsChanged] : [.otherConfigurationLoaded]))
            return plan.steps
        }
        for runtime in [nil, ["server b/one weight": "1"]] { #expect(try steps(runtime).isEmpty) }
        for runtime in [["server b/one weight": "0"], [:], ["server b/one weight": "1", "server b/two weight": "1"]] {
            let steps = try steps(runtime)
            #expect(steps.map(\.verb) == [StepVerb.reload] && steps.first?.disturbance != nil)
            #expect(steps.first?.changes.isEmpty == false)
        }
        // Another configuration has other servers.
        #expect(try steps(["server b/two weight": "1"], configuration: "2").first?.changes.map(\.field) == ["configuration"])
    }

    private func isContainer(_ resource: Resource) -> Bool { resource.address.kind == ContainerSpecification.kind }
}
