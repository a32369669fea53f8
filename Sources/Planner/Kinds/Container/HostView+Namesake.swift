import BrokerModel

extension HostView {
    /// The name that a container bears now which was created as `address`;
    /// nil when there is none, or more than one.
    ///
    /// Only one that somebody renamed is meant: what a replacement leaves behind
    /// counts as Isobar's own and goes.
    func namesake(of address: ResourceAddress) -> String? {
        guard let broker = observed.manifest.broker else { return nil }
        let names = observed.resources.values.compactMap { found in
            !found.isOwned
                && (found.observation as? ContainerObservation)?.isRecorded(as: address, of: broker) == true
                ? found.address.name : nil
        }
        return names.count == 1 ? names.first : nil
    }
}
