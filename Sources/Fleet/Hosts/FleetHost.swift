internal import BrokerModel
internal import DockerEngine
internal import Execution

/// One host, with what works on it.
struct FleetHost: Sendable {
    let link: HostLink
    let changes: ChangeQueue

    /// Whose turn it is to get an image.
    let pushes: PushTurns

    /// Gets how far the step at hand is.
    var report: @Sendable (StepProgress) -> Void = { _ in }

    /// What a replacement at hand waits for before the new one starts.
    var handover: @Sendable () async throws -> Void = {}

    var name: HostName { link.name }
    var settings: FleetSettings { link.settings }

    /// - Parameter pushes: the places of all hosts that get images.
    init(_ link: HostLink, pushes: FairSemaphore = FairSemaphore(1)) {
        self.link = link
        self.pushes = PushTurns(pushes)
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
