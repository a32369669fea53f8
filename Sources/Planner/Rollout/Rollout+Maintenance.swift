import BrokerModel

extension Rollout {
    /// One broker after the other is taken out, changed and taken in again:
    ///
    /// - it goes only when all that its change waits for is there: the image,
    ///   files, what is missing of its set;
    /// - it is back before the next goes;
    /// - all else that is done to the balancers comes before: a reload would
    ///   forget which servers are out, and its old process would keep sessions
    ///   that cannot be counted;
    /// - when all are back, clients are spread over them again: whoever was moved
    ///   stays where it went, and on the last broker there would be nobody;
    /// - what a run that was killed left out of service comes back before all
    ///   that, since a reload is refused meanwhile.
    mutating func brokersOutOfServiceMeanwhile() {
        let spans = maintenances()
        let returning = graph.drafts.indices.filter {
            isRotation($0) && graph.drafts[$0].proposal.verb == StepVerb.ready
        }
        guard !spans.isEmpty || !returning.isEmpty else { return }
        let drains = Set(spans.map(\.drain))
        for step in graph.drafts.indices where !isRotation(step) {
            for earlier in returning where reloads(step, on: hosts(earlier)) { graph.order(step, after: earlier) }
            for drain in drains where !hosts(step).isDisjoint(with: hosts(drain)) { graph.order(drain, after: step) }
        }
        for span in spans {
            for earlier in returning { graph.order(span.drain, after: earlier) }
            for step in span.disturbing {
                for earlier in graph.predecessors[step] where !drains.contains(earlier) {
                    graph.order(span.drain, after: earlier)
                }
                graph.order(step, after: span.drain)
                graph.order(span.join, after: step)
            }
        }
        // Only a broker that takes clients can be given some.
        for step in graph.drafts.indices where graph.drafts[step].proposal.verb == StepVerb.spread {
            for span in spans { graph.order(step, after: span.join) }
        }
        for (earlier, later) in zip(spans, spans.dropFirst()) { graph.order(later.drain, after: earlier.join) }
    }

    /// A broker's time out of service.
    private struct Span {
        var drain: Int
        var join: Int
        var disturbing: [Int]
    }

    /// In the order in which the brokers are disturbed.
    private func maintenances() -> [Span] {
        var spans: [(place: Int, span: Span)] = []
        let order = sets.filter { $0.redundancy.role == .broker }.flatMap(\.disturbing)
        for drain in graph.drafts.indices where graph.drafts[drain].proposal.verb == StepVerb.drain {
            guard let broker = (graph.drafts[drain].specification as? RotationSpecification)?.broker,
                let steps = graph.steps(of: graph.drafts[drain].address),
                let join = steps.first(where: { graph.drafts[$0].proposal.verb == StepVerb.join })
            else { continue }
            let places = order.indices.filter { graph.drafts[order[$0]].address.host == broker }
            guard let first = places.first else { continue }
            spans.append((first, Span(drain: drain, join: join, disturbing: places.map { order[$0] })))
        }
        return spans.sorted { $0.place < $1.place }.map(\.span)
    }

    private func isRotation(_ step: Int) -> Bool { graph.drafts[step].address.kind == RotationSpecification.kind }

    private func hosts(_ step: Int) -> Set<HostName> {
        let draft = graph.drafts[step]
        return Set(draft.address.host.map { [$0] } ?? draft.specification?.hosts ?? [])
    }

    /// Whether HAProxy may be started anew by a step on one of `balancers`.
    private func reloads(_ step: Int, on balancers: Set<HostName>) -> Bool {
        let kind = graph.drafts[step].address.kind
        guard kind == HAProxySpecification.kind || kind == VirtualIPSpecification.kind else { return false }
        return !hosts(step).isDisjoint(with: balancers)
    }
}
