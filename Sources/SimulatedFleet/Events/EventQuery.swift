/// Which events are asked for: `filters` of `GET /events`, as the engine
/// understands them.
struct EventQuery: Sendable {
    private let kinds: [String]
    private let actions: [String]
    private let labels: [String]

    init(_ call: EngineCall) {
        let filters = JSONObject(Array((call.query["filters"] ?? "{}").utf8))
        kinds = filters.texts("type")
        actions = filters.texts("event")
        labels = filters.texts("label")
    }

    /// Values of one filter are alternatives, but every label must be there. A
    /// health check's state stands behind its action and is not asked for.
    func includes(_ event: SimulatedEvent) -> Bool {
        guard kinds.isEmpty || kinds.contains("container") else { return false }
        guard actions.isEmpty || actions.contains(where: { event.action == $0 || event.action.hasPrefix($0 + ":") })
        else { return false }
        return labels.allSatisfy { label in
            let parts = label.split(separator: "=", maxSplits: 1).map(String.init)
            guard let value = parts.first.flatMap({ event.container.labels[$0] }) else { return false }
            return parts.count == 1 || value == parts[1]
        }
    }
}
