/// An account of a simulated host.
public struct SimulatedAccount: Sendable, Equatable {
    public var uid: Int
    public var gid: Int

    /// Besides its own.
    public var groups: Set<String>

    public init(uid: Int, gid: Int, groups: Set<String> = []) {
        self.uid = uid
        self.gid = gid
        self.groups = groups
    }
}
