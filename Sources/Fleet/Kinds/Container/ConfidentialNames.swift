internal import BrokerModel

/// Which variables of a container's environment are taken for secrets.
struct ConfidentialNames {
    private let names: Set<String>

    /// - Parameters:
    ///   - labels: the container's; one names what was secret at its creation.
    ///   - wanted: what the container shall be, when it is wanted.
    init(labels: [String: String], wanted: ContainerSpecification?) {
        let recorded = labels[ContainerLabels.confidential]?.split(separator: ",").map(String.init) ?? []
        let asked = wanted?.environment.filter(\.value.isConfidential).map(\.key) ?? []
        names = Set(recorded).union(asked)
    }

    func contains(_ name: String) -> Bool {
        let upper = name.uppercased()
        return names.contains(name) || Self.telling.contains { upper.contains($0) }
    }

    /// Parts of names that tell a secret, for containers others made.
    private static let telling = ["PASSWORD", "SECRET", "TOKEN", "KEY", "COOKIE", "LICENSE"]
}
