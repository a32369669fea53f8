import BrokerModel

extension FileOwnership {
    /// What was changed by hand, when this is what was applied.
    func drift(from observed: FileOwnership) -> [DriftAccount] {
        var accounts: [DriftAccount] = []
        if (owner, group) != (observed.owner, observed.group) {
            accounts.append(
                DriftAccount(
                    .ownerChanged, "belongs to \(observed.owner):\(observed.group) instead of \(owner):\(group)"))
        }
        if mode != observed.mode {
            accounts.append(DriftAccount(.modeChanged, "has mode \(observed.modeText) instead of \(modeText)"))
        }
        return accounts
    }
}
