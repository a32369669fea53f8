import BrokerModel

extension HostView {
    /// The container that was created as `address` and bears another name now;
    /// nil when there is none, or more than one.
    ///
    /// Only one that somebody renamed is meant: what a replacement leaves behind
    /// counts as Isobar's own and goes.
    func namesake(of address: ResourceAddress) -> (name: String, container: ContainerObservation)? {
        guard let broker = observed.manifest.broker else { return nil }
        let found = observed.resources.values.compactMap { found -> (name: String, container: ContainerObservation)? in
            guard !found.isOwned, let container = found.observation as? ContainerObservation,
                container.isRecorded(as: address, of: broker)
            else { return nil }
            return (found.address.name, container)
        }
        return found.count == 1 ? found.first : nil
    }

    /// The addresses as which containers of this broker were created that bear
    /// other names now.
    func containersMadeUnderOtherNames() -> Set<ResourceAddress> {
        guard let broker = observed.manifest.broker?.text else { return [] }
        return Set(
            observed.resources.values.compactMap { found in
                guard !found.isOwned, let container = found.observation as? ContainerObservation,
                    container.labels[ContainerObservation.brokerLabel] == broker,
                    let address = container.labels[ContainerObservation.resourceLabel].flatMap(ResourceAddress.init),
                    address.host == observed.host, address.kind == ContainerSpecification.kind,
                    address != found.address
                else { return nil }
                return address
            })
    }
}
