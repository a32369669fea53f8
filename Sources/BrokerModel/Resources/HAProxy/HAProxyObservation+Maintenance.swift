extension HAProxyObservation {
    /// Servers, as `backend/server`, that were set to maintenance or drained on
    /// the running process (HAProxy 2.6 management guide, `set server`). Those
    /// that only follow another server, or whose name does not resolve, have more
    /// words in their status.
    public var serversOutByHand: [String] {
        servers.filter { $0.value == "MAINT" || $0.value == "DRAIN" }.keys.sorted()
    }
}
