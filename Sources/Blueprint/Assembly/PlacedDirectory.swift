import BrokerModel

/// A directory on a host: its path, and what its contents depend on.
struct PlacedDirectory {
    let path: AbsolutePath

    /// Nil for a directory that a package brings along.
    let address: ResourceAddress?

    /// What must stand before something can be put into the directory.
    let dependencies: [ResourceAddress]

    init(path: AbsolutePath, address: ResourceAddress?) {
        self.path = path
        self.address = address
        dependencies = address.map { [$0] } ?? []
    }
}
