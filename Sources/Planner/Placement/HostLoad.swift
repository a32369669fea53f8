/// How many instances a host bears; the emptiest host is the smallest.
struct HostLoad: Comparable {
    var load: Int
    /// Decides between equally loaded hosts.
    var tie: UInt64
    /// The host, as an index.
    var host: Int

    static func < (left: Self, right: Self) -> Bool {
        (left.load, left.tie, left.host) < (right.load, right.tie, right.host)
    }
}
