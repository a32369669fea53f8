internal import BrokerModel

/// The labels by which a container or network says whose it is.
struct OwnershipLabels {
    static let broker = "io.isobar.broker"
    static let resource = "io.isobar.resource"

    let labels: [String: String]

    /// - Parameter labels: as found.
    init(_ labels: [String: String]) {
        self.labels = labels
    }

    /// - Parameters:
    ///   - broker: whose it shall be.
    ///   - resource: which of the broker's resources it is.
    init(broker: CentreID, resource: ResourceAddress) {
        labels = [Self.broker: broker.text, Self.resource: resource.description]
    }

    /// Whether the labels say: this resource, of this broker.
    func name(_ address: ResourceAddress, _ broker: CentreID) -> Bool {
        labels[Self.broker] == broker.text && labels[Self.resource] == address.description
    }
}
