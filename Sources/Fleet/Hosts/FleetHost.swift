internal import BrokerModel

/// One host, with what works on it.
struct FleetHost: Sendable {
    let link: HostLink
    let changes: ChangeQueue

    var name: HostName { link.name }
    var settings: FleetSettings { link.settings }

    init(_ link: HostLink) {
        self.link = link
        self.changes = ChangeQueue(link)
    }

    /// Changes a file or directory, perhaps together with others.
    ///
    /// - Throws: the failure the change ended with, unless `tolerated`.
    func change(_ verb: some HelperVerb, tolerating tolerated: Set<HelperOutcome> = []) async throws -> HelperResult {
        let result = try await changes.perform(verb)
        if !tolerated.contains(result.outcome) { try link.check(result, of: verb) }
        return result
    }
}
