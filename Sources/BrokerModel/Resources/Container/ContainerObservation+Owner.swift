extension ContainerObservation {
    /// The label that names the broker a container was created for.
    public static let brokerLabel = "io.isobar.broker"

    /// The label that names the resource a container was created as.
    public static let resourceLabel = "io.isobar.resource"

    /// Whether Isobar created it as this resource of this broker, whatever
    /// name it bears now.
    public func isRecorded(as address: ResourceAddress, of broker: CentreID) -> Bool {
        labels[Self.brokerLabel] == broker.text && labels[Self.resourceLabel] == address.description
    }
}
