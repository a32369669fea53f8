internal import BrokerModel
internal import Execution

/// One step on the EMQX cluster: wait until its members are one, say what is
/// wanted, and see that it is so on each.
struct EMQXConversation {
    let step: Step
    let hosts: [FleetHost]

    /// Between two looks.
    private static let interval = Duration.seconds(1)

    /// Members find each other by themselves when they start. What is said to one
    /// all know; each host remembers what its container does not tell. A member
    /// that was started with another password than the others have takes the new
    /// one after they did.
    func configure(_ wanted: EMQXClusterSpecification) async throws {
        try await gather(wanted.nodes)
        let views = try await untilTime { $0.door == nil && !$0.isLoginRefused ? "EMQX does not answer" : nil }
        let refusing = hosts.filter { views[$0.name]?.isLoginRefused == true }
        let open = hosts.filter { views[$0.name]?.isLoginRefused != true }
        let verb = EMQXVerb(action: .configure(password: wanted.dashboardPassword))
        for host in open + refusing { try await host.link.run(verb, timeout: .seconds(90)) }
        try await untilTime { view in
            guard let door = view.door else {
                return view.isLoginRefused ? "EMQX does not take the dashboard's password" : "EMQX does not answer"
            }
            if let change = door.changes.first {
                return "\(change.field) is \(change.from ?? "missing") instead of \(change.to ?? "nothing")"
            }
            guard let admits = door.admitsAnybody else { return "nothing listens on port 1883" }
            return admits ? "a client without a name was let in" : nil
        }
    }

    /// Waits until every member lists all others as running.
    func gather(_ nodes: Set<String>) async throws {
        try await untilTime { $0.complaint(expecting: nodes) }
    }

    // MARK: -

    /// - Parameter missing: what a member still lacks, as a clause.
    /// - Returns: what all told in the end.
    @discardableResult
    private func untilTime(_ missing: (EMQXView) -> String?) async throws -> [HostName: EMQXView] {
        guard let first = hosts.first else { return [:] }
        let stopwatch = Stopwatch(first.link.clock)
        while true {
            let views = try await look()
            let reasons = views.sorted { $0.key < $1.key }.compactMap { host, view in
                missing(view).map { "\(host): \($0)" }
            }
            guard let reason = reasons.first else { return views }
            guard stopwatch.elapsed < first.settings.emqxDeadline else { throw failure(reason) }
            try await first.link.clock.sleep(for: Self.interval)
        }
    }

    /// All members, at the same time.
    private func look() async throws -> [HostName: EMQXView] {
        try await withThrowingTaskGroup(of: (HostName, EMQXView).self) { tasks in
            for host in hosts {
                tasks.addTask {
                    let look = LookVerb(asksMembers: true, asksDoor: true)
                    let answer = try await host.link.run(look, timeout: .seconds(60))
                    return (host.name, try Self.view(in: answer, of: host.name))
                }
            }
            return try await tasks.reduce(into: [HostName: EMQXView]()) { $0[$1.0] = $1.1 }
        }
    }

    static func view(in answer: HelperAnswer, of host: HostName) throws -> EMQXView {
        do {
            return try EMQXView(answer)
        } catch {
            throw unreadable(error, on: host)
        }
    }

    static func unreadable(_ error: any Error, on host: HostName) -> Failure {
        Failure(
            .commandFailed, attempted: "read what EMQX tells", on: host.text,
            response: (error as? MalformedAnswer)?.explanation ?? "it cannot be read",
            remedy: "see what answers on port 18083 there; Isobar speaks to EMQX 5")
    }

    private func failure(_ response: String) -> Failure {
        Failure(
            .commandFailed, attempted: "\(step.verb) the EMQX cluster", on: step.resource.description,
            response: response,
            remedy: "see that every member runs (`docker logs emqx`) and that 4370 and 5370 are open between them; "
                + "what was done stays, the next plan goes on from there")
    }
}
