import BrokerModel

/// User and group that own files.
struct FileOwner {
    let user: UserName

    /// A name from the source code.
    let group: String

    func ownership(mode: Int) -> FileOwnership {
        FileOwnership(owner: user.text, group: group, mode: mode)
    }
}
