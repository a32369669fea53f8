/// The user that owns the containers' files on the hosts.
public struct ContainerUser: Sendable, Hashable {
    public var name: String
    public var uid: Int
    public var gid: Int
    public var home: AbsolutePath

    /// - Parameter home: nil means `/home/gb`.
    public init(name: String = "gb", uid: Int = 1000, gid: Int = 1000, home: AbsolutePath? = nil) {
        self.name = name
        self.uid = uid
        self.gid = gid
        self.home = home ?? AbsolutePath(unchecked: "/home/gb")
    }

}
