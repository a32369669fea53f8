public import BrokerModel

extension LedgerStore {
    /// Whether what a commit changed is not tried again, as the service decided last;
    /// no run of it was begun since.
    public func isGivenUp(_ commit: CommitID) async throws -> Bool {
        let filter = HistoryFilter(actions: [GivenUp.action], outcomes: [GivenUp.outcome], limit: 1)
        guard let last = try await auditEntries(matching: filter).first, last.subject == "commit/\(commit.text)" else {
            return false
        }
        let begun = HistoryFilter(commit: commit.text, outcomes: ["begun"], limit: 1)
        return try await auditEntries(matching: begun).first.map { $0.sequence < last.sequence } ?? true
    }

    /// What was fought over when it was last seen, and is left alone: nobody said to
    /// begin anew, and it was not seen to be as it should since.
    public func openFights() async throws -> [ResourceAddress] {
        let begun = try await auditEntries(matching: HistoryFilter(actions: ["brake"], limit: 1_000))
        let resumed = try await auditEntries(matching: HistoryFilter(actions: ["resume"], limit: 1_000))
        var open: [ResourceAddress] = []
        for fight in begun {
            guard let resource = ResourceAddress(fight.subject), !open.contains(resource) else { continue }
            let isReleased = resumed.contains { $0.sequence > fight.sequence && ChangeScope($0.subject)?.covers(resource) == true }
            if !isReleased, try await !isGone(resource, since: fight.sequence) { open.append(resource) }
        }
        return open
    }

    private func isGone(_ resource: ResourceAddress, since sequence: Int64) async throws -> Bool {
        let last = try await auditEntries(
            matching: HistoryFilter(resources: [resource.description], actions: ["drift"], limit: 1)
        ).first
        return last.map { $0.sequence > sequence && $0.outcome == "gone" } ?? false
    }
}
