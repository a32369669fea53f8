import BrokerModel

/// A balancer that the cluster of the other one does not know, or knows under
/// another address: it is taken in while the other one serves.
struct Newcomer: Equatable {
    var host: HostName

    /// Where the cluster thinks it is; nil when it does not know it.
    var known: String?
    var address: String

    /// The one that keeps the cluster.
    var keeper: HostName

    var change: FieldChange {
        FieldChange(
            field: VirtualIPSpecification.addressField(of: host), from: known == address ? nil : known, to: address)
    }
}
