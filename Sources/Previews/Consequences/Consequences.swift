import BrokerModel

/// What a change means, in an operator's words. Each sentence comes from one
/// named function; the most disturbing come first.
struct Consequences {
    let base: ProposedState
    let merged: ProposedState
    let today: CalendarDate
    let comparison: PlanComparison

    /// Secrets of base that are others with the change.
    let changedSecrets: [SecretName]

    /// The nodes that are received from, without the change and with it.
    let before: [CentreID: Node]
    let after: [CentreID: Node]

    init(_ input: PreviewInput, _ comparison: PlanComparison) {
        base = input.base
        merged = input.merged
        today = input.today
        self.comparison = comparison
        changedSecrets = input.changedSecrets
        before = Self.active(input.base.desired, input.today)
        after = Self.active(input.merged.desired, input.today)
    }

    private static func active(_ desired: DesiredState, _ today: CalendarDate) -> [CentreID: Node] {
        Dictionary(desired.activeNodes(today: today).map { ($0.centreID, $0) }, uniquingKeysWith: { first, _ in first })
    }

    var all: [Phrase] {
        nodesLeaving() + nodesComing() + nodesMoving() + sendersChanging() + subscriptionsChanging()
            + secretsChanging() + componentsChanging() + nodeImagesChanging()
            + hostsChanging() + brokerChanging() + settingsOfController() + standingBy()
    }

    // MARK: - What is there anyway

    /// What the change does not bring, and does not take away.
    private func standingBy() -> [Phrase] {
        let count = comparison.withdrawn.count
        guard count > 0 else { return [] }
        return [
            count == 1
                ? "a step that is pending without it is no longer needed"
                : "\(count) steps that are pending without it are no longer needed"
        ]
    }
}
