extension SimulatedProxy {
    /// What the helper does to servers.
    ///
    /// - Parameter action: `ready` on those somebody took out; `maint`, `move`,
    ///   `release`, `join` and `spread` on those of a broker.
    /// - Returns: what was changed; nil when it was so already.
    mutating func setServers(_ named: Set<String>, by action: String) throws -> Effect.Action? {
        let before = self
        let known = named.intersection(servers)
        switch action {
        case "maint":
            guard isRunning else { return nil }
            guard leavesEnough(known) else {
                throw HelperSession.Refusal(
                    "refused",
                    "without \(named.sorted().joined(separator: " ")) a backend of HAProxy has no server that works")
            }
            held.formUnion(known.subtracting(maintenance))
            maintenance.formUnion(known)
        case "move":
            guard isRunning else { return nil }
            emptied.formUnion(known)
        case "ready": bringBack(named)
        // Its clients are nobody in particular: they are spread as they come.
        case "spread": return nil
        default: bringBack(held.intersection(named))
        }
        guard self != before else { return nil }
        return action == "ready" ? .ready : ["maint", "move"].contains(action) ? .drain : .join
    }

    /// What a process that starts anew does not know any more.
    mutating func forget() {
        maintenance = []
        emptied = []
    }

    private mutating func bringBack(_ servers: Set<String>) {
        maintenance.subtract(servers)
        emptied.subtract(servers)
        held.subtract(servers)
    }

    /// Whether each backend has another server in service.
    private func leavesEnough(_ leaving: Set<String>) -> Bool {
        let working = Set(servers).subtracting(maintenance)
        return working.intersection(leaving).allSatisfy { server in
            let backend = server.prefix { $0 != "/" } + "/"
            return working.subtracting(leaving).contains { $0.hasPrefix(backend) }
        }
    }
}
