import BrokerModel
import Planner
import Testing

/// Images that the controller brings.
@Suite struct ImageRulesTests {
    private static let reference = image("golfvert/wis2gb:1.0")

    private func content(_ id: String, variables: [String: String] = ["PATH": "/bin"]) -> ImageContent {
        ImageContent(
            image: ImageObservation(id: id, environment: variables, command: ["run"]), bytes: 52_400_000,
            origin: "the archive /srv/images/wis2gb.tar")
    }

    /// A world with two instances of a node, whose image comes from the
    /// controller.
    private func plan(_ world: World, _ supply: ImageSupply) -> Plan {
        var input = world.input()
        for index in input.resources.indices {
            guard (input.resources[index].specification as? ImageSpecification)?.reference == Self.reference else {
                continue
            }
            input.resources[index].specification = ImageSpecification(reference: Self.reference, supply: supply)
        }
        return Planning.plan(input)
    }

    private func images(_ plan: Plan) -> [Step] {
        plan.steps.filter { $0.resource.kind == ImageSpecification.kind && $0.resource.name == Self.reference.text }
    }

    @Test func aMissingOneIsStreamedAndSaysWhatItIs() throws {
        let world = try World(nodes: 1)
        let steps = images(plan(world, .controller(content("sha256:1"))))
        #expect(steps.count == 2)
        for step in steps {
            #expect(step.verb == StepVerb.push && step.action == .create)
            #expect(step.changes.map(\.field) == ["reference", "id", "source"])
            let source = "the archive /srv/images/wis2gb.tar, 52.4 MB"
            #expect(step.changes.map(\.to) == [Self.reference.text, "sha256:1", source])
        }
        let containers = plan(world, .controller(content("sha256:1"))).steps.filter {
            $0.resource.kind == ContainerSpecification.kind && $0.resource.name == centre(0).text
        }
        for step in containers {
            #expect(step.after.contains(StepID("\(step.resource.scope)/image/\(Self.reference)#create")))
        }
    }

    @Test func oneThatIsThereIsLeftAlone() throws {
        var world = try World(nodes: 1)
        let supply = ImageSupply.controller(content("sha256:1"))
        world.apply(plan(world, supply))
        let again = plan(world, supply)
        #expect(again.isEmpty && again.conflicts.isEmpty)
        // Nobody has it any more: nobody needs it.
        #expect(plan(world, .nowhere("gone")).isEmpty)
        #expect(plan(world, .registry).isEmpty)
    }

    @Test func oneThatNobodyHasIsAnObstacleForWhatNeedsIt() throws {
        let world = try World(nodes: 1)
        let plan = plan(world, .nowhere("nobody here has it: bring it to the controller"))
        let conflicts = plan.conflicts.filter { $0.resource.name == Self.reference.text }
        #expect(conflicts.map(\.explanation) == Array(repeating: "nobody here has it: bring it to the controller", count: 2))
        #expect(images(plan).isEmpty)
        #expect(!plan.steps.contains { $0.resource.name == centre(0).text && $0.resource.kind == ContainerSpecification.kind })
        #expect(plan.steps.contains { $0.resource.name == "redis" })
    }

    @Test func aTagThatWasMovedByHandIsMovedBackWithoutARestart() throws {
        var world = try World(nodes: 1)
        let supply = ImageSupply.controller(content("sha256:1"))
        world.apply(plan(world, supply))
        let host = try #require(world.antiloopHosts.first { world.container(centre(0), on: $0) != nil })
        let address = ResourceAddress(host, ImageSpecification.kind, Self.reference.text)
        let other = ObservedResource(
            address: address, observation: ImageObservation(id: "sha256:other", environment: ["X": "1"]), isOwned: true)
        world.state.hosts[host]?.resources[address] = other
        let mending = plan(world, supply)
        #expect(mending.steps.map(\.id.text) == ["\(address)#update"])
        #expect(mending.steps.first?.verb == StepVerb.push)
        #expect(mending.steps.first?.changes.first == FieldChange(field: "id", from: "sha256:other", to: "sha256:1"))

        // Another's tag is nobody's to move.
        var foreign = other
        foreign.isOwned = false
        world.state.hosts[host]?.resources[address] = foreign
        let refused = plan(world, supply)
        #expect(images(refused).isEmpty)
        #expect(refused.conflicts.first { $0.resource == address }?.explanation.contains("docker rmi") == true)
    }

    @Test func aNewBuildOfATagReplacesWhatRunsOneAfterTheOther() throws {
        var world = try World(nodes: 1)
        world.apply(plan(world, .controller(content("sha256:1"))))
        let changed = plan(world, .controller(content("sha256:2", variables: ["PATH": "/usr/bin"])))
        #expect(images(changed).map(\.action) == [.update, .update])
        let replacements = changed.steps.filter { $0.verb == StepVerb.replace }
        #expect(replacements.count == 2)
        for step in replacements {
            #expect(step.after.contains(StepID("\(step.resource.scope)/image/\(Self.reference)#update")))
            #expect(step.changes.contains(FieldChange(field: "imageID", from: "sha256:1", to: "sha256:2")))
        }
        // The order is another plan, and the image another plan too.
        #expect(changed.digest != plan(world, .controller(content("sha256:3"))).digest)
    }
}
