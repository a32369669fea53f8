public import BrokerModel

/// Decides on which hosts the instances of each node run.
///
/// - **Sticky**: what runs stays where it is. An instance moves only when its
///   host left the desired state or the node's pin excludes it; a new host is
///   filled by what comes after it. Every move would reset counters.
/// - **Even**: from scratch the hosts' instance counts differ by at most one.
/// - **Deterministic**: the order of the input does not matter; ties are
///   broken by a hash of centre-id and host that never changes.
/// - **Unknown is not empty**: an unreachable host keeps what was last known
///   there. When nothing is known of it, a node that was seen on too few hosts
///   is taken to have its missing instance there. New instances go to hosts
///   that can be reached, as long as there are enough of them.
///
/// Takes O(n · log h) for n nodes and h hosts.
public enum Placer {
    /// - Throws: `placementImpossible` when a node cannot have its instances on
    ///   different hosts.
    public static func place(_ input: PlacementInput) throws(Failure) -> Placement {
        var run = try PlacementRun(input)
        try run.keepWhatRuns()
        run.fillPinned()
        run.fillFree()
        return run.placement
    }
}
