import BrokerModel
import Previews
import Testing

/// A change as a test needs it: two desired states and two plans, by hand.
struct Scene {
    var base = Scene.desired
    var merged = Scene.desired
    var baseSteps: [Step] = []
    var mergedSteps: [Step] = []
    var baseResources: [Resource] = []
    var mergedResources: [Resource] = []
    var deletedNodes: Set<CentreID> = []
    var deleteLimit = 5
    var closedSecrets: [SecretName] = []
    var changedSecrets: [SecretName] = []
    var certificates: [Diagnostic]? = []
    var isSigned: Bool?
    var warnings: [String] = []

    /// In the way of the change alone.
    var conflicts: [Conflict] = []
    var exported: ExportedLook?
    var impact: [Impact] = []
    var policies = PreviewPolicies()

    var input: PreviewInput {
        get throws {
            PreviewInput(
                base: ProposedState(desired: base, resources: baseResources, plan: try plan(baseSteps)),
                merged: ProposedState(
                    desired: merged, resources: mergedResources, plan: try plan(mergedSteps, isMerged: true)),
                today: try #require(CalendarDate("2026-11-22")), key: [1], closedSecrets: closedSecrets,
                changedSecrets: changedSecrets, certificates: certificates, isSigned: isSigned, deleteLimit: deleteLimit, policies: policies,
                exported: exported)
        }
    }

    var change: PlannedChange { get throws { PlannedChange(try input) } }

    var preview: Preview {
        get throws {
            Preview(
                base: try #require(CommitID(String(repeating: "b", count: 40))),
                head: try #require(CommitID(String(repeating: "a", count: 40))), broker: Self.broker,
                outcome: .planned(try change))
        }
    }

    /// How the change stands to a policy; nil when it is off.
    func result(of policy: PreviewPolicy) throws -> PolicyResult? {
        try change.policies.first { $0.policy == policy }
    }

    private func plan(_ steps: [Step], isMerged: Bool = false) throws -> Plan {
        Plan(
            digest: Digest(of: isMerged ? "merged" : "base"), commit: "c", broker: Self.broker,
            observedAt: Timestamp(seconds: 1_800_000_000), steps: steps, impact: isMerged ? impact : [],
            warnings: isMerged ? warnings : [], conflicts: isMerged ? conflicts : [],
            deletedNodes: isMerged ? deletedNodes : [])
    }

    // MARK: - Parts

    static let broker = centre("xx-example-global-broker")

    static let desired = DesiredState(
        broker: BrokerSettings(
            centreID: broker, domain: "example.org",
            publish: PublishTarget(
                broker: .literal("mqtts://globalbroker.example.org:8883"), username: .literal("u"),
                password: .literal("p")),
            loadBalancer: .external, emqx: EMQXSettings(cookie: .literal("c"), dashboardPassword: .literal("d")),
            source: SourcePosition(file: "broker.yaml", line: 1)),
        hosts: ["waloop01", "waloop02", "waloop03"].map { name in
            Host(
                name: host(name), role: .antiloop, address: "192.0.2.1", hostKey: "ssh-ed25519 AAAA",
                source: SourcePosition(file: "hosts.yaml", line: 1))
        },
        versions: Versions(
            antiloop: image("example/antiloop:2.0.6"), emqx: image("emqx:5.8.6"),
            redis: image("redis:7.2.4-alpine3.19"),
            traefik: image("traefik:v3.5.0"), prometheus: image("prom/prometheus:v2.50.0")),
        nodes: [node("ca-eccc-msc"), node("fr-meteofrance")])

    static func node(_ id: String) -> Node {
        Node(
            centreID: centre(id),
            subscription: Subscription(
                broker: .literal("mqtts://mqtt.example:8883"), username: .literal("everyone"),
                password: .literal("everyone")), source: SourcePosition(file: "nodes/\(id).yaml", line: 1))
    }

    static func centre(_ text: String) -> CentreID {
        guard let centre = CentreID(text) else { preconditionFailure("\(text) is no centre-id") }
        return centre
    }

    static func host(_ text: String) -> HostName {
        guard let host = HostName(text) else { preconditionFailure("\(text) is no host name") }
        return host
    }

    static func image(_ text: String) -> ImageReference {
        guard let image = ImageReference(text) else { preconditionFailure("\(text) is no image") }
        return image
    }

    static func container(_ node: String, on host: String, image: String = "example/antiloop:2.0.6") -> Resource {
        Resource(
            address: ResourceAddress(self.host(host), ContainerSpecification.kind, node),
            specification: ContainerSpecification(
                name: node, image: self.image(image), network: .networks(["traefik"]), restartPolicy: .unlessStopped),
            redundancy: Redundancy(role: .node, set: node), source: SourcePosition(file: "nodes/\(node).yaml", line: 1),
            reason: "subscription of \(node)")
    }

    /// A step that does something to a container.
    static func step(
        _ node: String, on host: String, _ action: StepAction, image: String = "example/antiloop:2.0.6",
        cause: StepCause = .pending, siblings: [String]? = nil, changes: [FieldChange] = []
    ) -> Step {
        let resource = container(node, on: host, image: image)
        return Step(
            id: StepID("\(resource.address)#\(action.rawValue)"), resource: resource.address, action: action,
            verb: action == .delete ? StepVerb.remove : action.rawValue, cause: cause, changes: changes,
            reason: resource.reason, source: resource.source,
            specification: action == .delete ? nil : resource.specification,
            disturbance: siblings.map { names in
                Disturbance(
                    redundancy: Redundancy(role: .node, set: node),
                    siblings: names.map { ResourceAddress(self.host($0), ContainerSpecification.kind, node) },
                    healthTimeoutSeconds: 120, windowSeconds: 20)
            })
    }
}
