internal import BrokerModel

/// All that was read of one host, before the kinds make resources of it.
struct HostFindings: Sendable {
    var host: HostName
    var settings: FleetSettings
    var answer: HelperAnswer
    var manifest: Manifest

    /// Nil when nothing on this host needs an engine.
    var inventory: EngineInventory?

    /// What is wanted on this host.
    var wanted: [Resource]

    /// Whether the host's own record says that it is ours. What another
    /// broker's record lists is not.
    func owns(_ address: ResourceAddress) -> Bool {
        manifest.broker == settings.broker && manifest.resources.contains(address)
    }

    /// Names of this kind that are wanted here or recorded as ours.
    func names(of kind: ResourceKind) -> Set<String> {
        var names = Set(wanted.filter { $0.address.kind == kind }.map(\.address.name))
        for address in manifest.resources where address.kind == kind && address.scope == host.text {
            names.insert(address.name)
        }
        return names
    }
}
