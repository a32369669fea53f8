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
}
