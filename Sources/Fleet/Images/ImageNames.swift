internal import BrokerModel

extension ImageReference {
    /// The repository as Docker writes it in archives: without what is meant
    /// anyway.
    var familiarRepository: String {
        var name = repository
        for registry in ["index.docker.io/", "docker.io/"] where name.hasPrefix(registry) {
            name.removeFirst(registry.count)
        }
        if name.hasPrefix("library/") { name.removeFirst("library/".count) }
        return name
    }

    /// Repository and tag as Docker writes them in archives.
    var familiarName: String { "\(familiarRepository):\(tag ?? "latest")" }

    /// Whether it names an image by its digest in a registry, which no archive
    /// tells.
    var isByDigest: Bool { text.contains("@") }
}
