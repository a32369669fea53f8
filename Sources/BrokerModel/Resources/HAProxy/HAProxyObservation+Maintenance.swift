extension HAProxyObservation {
    /// Servers, as `backend/server`, that were set to maintenance or drained on
    /// the running process (HAProxy 2.6 management guide, `set server`). Those
    /// that only follow another server, or whose name does not resolve, have more
    /// words in their status. Those that Isobar itself took out to move a
    /// broker's clients away are not among them.
    public var serversOutByHand: [String] {
        let held = Set(heldServers ?? [])
        return servers.filter { $0.value == "MAINT" || $0.value == "DRAIN" }.keys.filter { !held.contains($0) }.sorted()
    }
}
