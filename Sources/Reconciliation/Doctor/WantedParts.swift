import BrokerModel

/// What a host is to have, as far as it is asked for before an apply.
struct WantedParts: Sendable, Equatable {
    var images: Set<ImageReference> = []

    /// Names of Debian packages.
    var packages: Set<String> = []

    /// That of ``packages`` which brings the container engine: any engine that
    /// is there will do.
    var enginePackage: String?

    static func byHost(_ resources: [Resource]) -> [HostName: WantedParts] {
        resources.reduce(into: [:]) { parts, resource in
            guard let host = resource.address.host else { return }
            if let image = resource.specification as? ImageSpecification {
                parts[host, default: WantedParts()].images.insert(image.reference)
            }
            if let package = resource.specification as? PackageSpecification {
                parts[host, default: WantedParts()].packages.insert(package.name)
                if package.bringsEngine { parts[host, default: WantedParts()].enginePackage = package.name }
            }
        }
    }
}
