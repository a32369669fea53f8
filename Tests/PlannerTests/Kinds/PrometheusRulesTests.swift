import BrokerModel
import Testing

@testable import Planner

@Suite("Rules for Prometheus")
struct PrometheusRulesTests {
    private static let desired = PrometheusSpecification(groups: ["a", "b"])
    private static let well = PrometheusObservation(answers: true, tookFiles: true, groups: ["a", "b", "theirs"])

    private func resource() -> Resource {
        Resource(
            address: address("prometheus/configuration"), specification: Self.desired,
            dependencies: [address("container/prometheus"), address("file/home/gb/prometheus/prometheus.yml")],
            source: SourcePosition(file: "broker.yaml", line: 1), reason: "test")
    }

    private func address(_ rest: String) -> ResourceAddress {
        let parts = rest.split(separator: "/", maxSplits: 1).map(String.init)
        return ResourceAddress(host("wmanage"), ResourceKind(parts[0]), parts[1])
    }

    private func steps(
        _ observed: PrometheusObservation?, after change: (address: ResourceAddress, proposal: Proposal)? = nil
    ) -> [Proposal] {
        var view = HostView(ObservedHost(host: host("wmanage"), resources: [:], manifest: Manifest()))
        if let change { view.note(HostChange(address: change.address, proposal: change.proposal)) }
        let difference = PrometheusRules.difference(Self.desired, observed, of: resource(), on: view)
        guard case .steps(let proposals) = difference else { return [] }
        return proposals
    }

    @Test func nothingIsDoneWhereAllIsLoaded() {
        #expect(steps(Self.well).isEmpty)
    }

    @Test(arguments: [
        (nil, "does not answer"), (PrometheusObservation(answers: false), "does not answer"),
        (
            PrometheusObservation(answers: true, tookFiles: false, groups: ["a", "b"]),
            "refused its files, and goes on with what it had"
        ),
        (
            PrometheusObservation(answers: true, tookFiles: true, isOutdated: true, groups: ["a", "b"]),
            "has loaded an older content of its files"
        ),
        (PrometheusObservation(answers: true, tookFiles: true, groups: ["a"]), "has not loaded the rules b"),
    ])
    func whatIsWrongIsMendedByAReload(observed: PrometheusObservation?, reason: String) {
        let proposals = steps(observed)
        #expect(proposals.map(\.verb) == [StepVerb.reload])
        #expect(proposals.first?.reason == reason && proposals.first?.hasOwnReason == true)
    }

    @Test func itFollowsItsFilesAndItsContainer() {
        let file = address("file/home/gb/prometheus/prometheus.yml")
        let write = Proposal(
            action: .update, verb: StepVerb.put,
            changes: [FieldChange(field: FileRules.contentField, from: nil, to: "x")])
        #expect(steps(Self.well, after: (file, write)).map(\.follows) == [[file]])
        let container = address("container/prometheus")
        let replace = Proposal(action: .replace, verb: StepVerb.replace, effect: .disturbs)
        #expect(steps(Self.well, after: (container, replace)).map(\.follows) == [[container]])
        // Another owner of the file, or a list of targets, is no reason.
        #expect(steps(Self.well, after: (file, Proposal(action: .update, verb: StepVerb.put))).isEmpty)
        #expect(steps(Self.well, after: (address("file/home/gb/prometheus/mqtt.json"), write)).isEmpty)
    }
}
