extension SimulatedEvent {
    /// What the engine tells about the way from one state of a host's containers
    /// to another, whoever changed them.
    ///
    /// - Parameters:
    ///   - then: when `before` was the state.
    ///   - now: when `after` is.
    static func between(
        _ before: [String: SimulatedContainer], at then: Duration, _ after: [String: SimulatedContainer],
        at now: Duration
    ) -> [SimulatedEvent] {
        let old = Dictionary(before.values.map { ($0.id, $0) }) { first, _ in first }
        let new = Dictionary(after.values.map { ($0.id, $0) }) { first, _ in first }
        var events: [SimulatedEvent] = []
        for gone in old.values.filter({ new[$0.id] == nil }).sorted(by: { $0.name < $1.name }) {
            if gone.isRunning { events += ending(gone, exitCode: 137) }
            events.append(SimulatedEvent(action: "destroy", container: gone))
        }
        for container in new.values.sorted(by: { $0.name < $1.name }) {
            guard let was = old[container.id] else {
                events.append(SimulatedEvent(action: "create", container: container))
                if container.isRunning { events.append(SimulatedEvent(action: "start", container: container)) }
                continue
            }
            if was.name != container.name {
                events.append(
                    SimulatedEvent(action: "rename", container: container, additions: ["oldName": "/" + was.name]))
            }
            if was.restartPolicy != container.restartPolicy {
                events.append(SimulatedEvent(action: "update", container: container))
            }
            events += changes(of: container, from: was, at: then, now)
        }
        return events
    }

    private static func changes(
        of container: SimulatedContainer, from was: SimulatedContainer, at then: Duration, _ now: Duration
    ) -> [SimulatedEvent] {
        let isRestarted = was.isRunning && container.isRunning && was.startedAt != container.startedAt
        var events: [SimulatedEvent] = []
        if was.isRunning, !container.isRunning || isRestarted {
            events += ending(container, exitCode: isRestarted ? 143 : container.exitCode)
            events.append(SimulatedEvent(action: "stop", container: container))
        }
        if container.isRunning, !was.isRunning || isRestarted {
            events.append(SimulatedEvent(action: "start", container: container))
            if isRestarted { events.append(SimulatedEvent(action: "restart", container: container)) }
        }
        let isWell = container.isWell(at: now)
        if container.hasHealthCheck, container.isRunning, isWell != was.isWell(at: then) {
            events.append(
                SimulatedEvent(action: "health_status: \(isWell ? "healthy" : "unhealthy")", container: container))
        }
        return events
    }

    private static func ending(_ container: SimulatedContainer, exitCode: Int) -> [SimulatedEvent] {
        let signal = exitCode == 137 ? "9" : "15"
        return [
            SimulatedEvent(action: "kill", container: container, additions: ["signal": signal]),
            SimulatedEvent(
                action: "die", container: container,
                additions: ["exitCode": String(exitCode), "execDuration": "1"]),
        ]
    }
}
