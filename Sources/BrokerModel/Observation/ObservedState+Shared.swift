extension ObservedState {
    /// What is of the whole broker, put together from what its hosts told, as if
    /// it stood on a host of its own; nil when nothing of that kind was seen.
    ///
    /// Isobar's is what all hosts that know it say is Isobar's, or one of them
    /// where that is enough (``ResourceObservation/isOwnedTogether``).
    public var shared: ObservedHost? {
        guard let name = HostName(ResourceAddress.clusterScope) else { return nil }
        var resources: [ResourceAddress: ObservedResource] = [:]
        for (_, host) in hosts.sorted(by: { $0.key < $1.key }) {
            for part in host.partsOfShared {
                let kind = type(of: part.observation)
                let address = part.address.whole(in: kind.sharedScope)
                guard var whole = resources[address] else {
                    resources[address] = ObservedResource(
                        address: address, observation: part.observation, isOwned: part.isOwned)
                    continue
                }
                whole.observation = whole.observation.joined(with: part.observation)
                whole.isOwned =
                    kind.isOwnedTogether ? whole.isOwned && part.isOwned : whole.isOwned || part.isOwned
                resources[address] = whole
            }
        }
        guard !resources.isEmpty else { return nil }
        return ObservedHost(host: name, resources: resources, manifest: Manifest())
    }
}

extension ResourceAddress {
    /// What a host's part belongs to: `wlb01/virtual-ip/member` to
    /// `cluster/virtual-ip`, `wlb01/rotation/wbroker01` to
    /// `cluster/rotation/wbroker01`, `wbroker01/user/everyone` to
    /// `emqx/user/everyone`.
    fileprivate func whole(in scope: String) -> ResourceAddress {
        // A user may have any name.
        name == Self.partName && scope == Self.clusterScope
            ? ResourceAddress(sharedKind: kind)
            : ResourceAddress(scope: scope, kind: kind, name: name)
    }
}
