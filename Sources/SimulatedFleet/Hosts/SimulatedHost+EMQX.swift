extension SimulatedHost {
    /// The EMQX container that answers; one that was not made to be a member is
    /// none.
    func memberOfEMQX(at now: Duration) -> SimulatedContainer? {
        guard let container = containers["emqx"], container.isWell(at: now), container.emqxNode != nil else {
            return nil
        }
        return container
    }

    /// Takes what another member has; the first one begins with nothing but the
    /// password it was started with.
    mutating func joinEMQX(_ others: [SimulatedHost], at now: Duration) {
        guard let member = memberOfEMQX(at: now) else { return }
        emqxNodes = ([self] + others).compactMap { $0.memberOfEMQX(at: now)?.emqxNode }.sorted()
        guard emqx == nil else { return }
        emqx = others.lazy.compactMap(\.emqx).first ?? SimulatedEMQX(dashboardPassword: member.emqxPassword)
    }
}

extension SimulatedContainer {
    var emqxNode: String? { variable("EMQX_NODE_NAME") }

    /// Those it was started to find.
    var emqxSeeds: [String] {
        (variable("EMQX_CLUSTER__STATIC__SEEDS") ?? "").split { "[],".contains($0) }.map(String.init)
    }

    /// As a JSON string.
    var emqxPassword: String {
        let text = variable("EMQX_DASHBOARD__DEFAULT_PASSWORD") ?? ""
        return text.hasPrefix("\"") ? text : "\"\(text)\""
    }

    private func variable(_ name: String) -> String? {
        environment.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.utf8.count + 1)) }
    }
}

extension [String: SimulatedHost] {
    /// Has all members know what the one on `name` was told.
    mutating func spreadEMQX(from name: String) {
        guard let told = self[name]?.emqx else { return }
        for host in keys where self[host]?.emqx != nil { self[host]?.emqx = told }
    }
}

extension [String: SimulatedHost] {
    /// What an operator does where EMQX does not take the password that its
    /// members were started with: `emqx_ctl admins passwd` on one of them.
    public mutating func giveBackDashboardPassword(at now: Duration) {
        let member = keys.sorted().compactMap { self[$0]?.memberOfEMQX(at: now) }.first
        guard let member else { return }
        for host in keys { self[host]?.emqx?.dashboardPassword = member.emqxPassword }
    }
}
