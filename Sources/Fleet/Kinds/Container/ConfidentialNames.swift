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

    func contains(_ name: String) -> Bool { names.contains(name) || Self.tells(name) }

    /// Whether a name itself tells a secret, in whatever case it is written.
    private static func tells(_ name: String) -> Bool {
        let bytes = Array(name.uppercased().utf8)
        return telling.contains { part in
            bytes.count >= part.count
                && bytes.indices.dropLast(part.count - 1).contains { bytes[$0...].starts(with: part) }
        }
    }

    /// Parts of names that tell a secret, for containers others made.
    private static let telling = ["PASSWORD", "SECRET", "TOKEN", "KEY", "COOKIE", "LICENSE"].map { Array($0.utf8) }
}
