internal import BrokerModel

/// The labels Isobar gives a container beside the wanted ones. They record
/// things, so that the host tells them without the controller's database.
struct ContainerLabels {
    /// A digest of the specification, secrets left out, with its version. It
    /// proves that an interrupted creation made this very container.
    static let digest = "io.isobar.digest"
    static let digestVersion = "1:"

    /// Names of variables that hold a secret, with commas between.
    static let confidential = "io.isobar.confidential"

    /// How it is decided that the container does its work.
    static let probe = "io.isobar.probe"

    /// All labels of a new container.
    static func labels(
        for specification: ContainerSpecification, at address: ResourceAddress, broker: CentreID
    ) -> [String: String] {
        var labels = specification.labels
        labels.merge(OwnershipLabels(broker: broker, resource: address).labels) { _, own in own }
        labels[digest] = fingerprint(of: specification)
        labels[probe] = specification.probe.rawValue
        labels[ContainerSpecification.startupLabel] = specification.startupFingerprint
        let names = specification.environment.filter(\.value.isConfidential).keys.sorted()
        if !names.isEmpty { labels[confidential] = names.joined(separator: ",") }
        return labels
    }

    static func fingerprint(of specification: ContainerSpecification) -> String {
        digestVersion + specification.digest(key: nil).hexadecimal
    }
}
