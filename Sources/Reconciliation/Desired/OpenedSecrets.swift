import BrokerModel

/// Secrets that were opened before, by the git blob they were in: the same blob
/// is the same secret, without running `age` again.
actor OpenedSecrets {
    /// A broker has a few for each node; what goes over this was in commits long
    /// past.
    private static let capacity = 4_096

    private var values: [String: Secret] = [:]

    /// Those of `blobs` that are known.
    func known(_ blobs: some Sequence<String>) -> [String: Secret] {
        blobs.reduce(into: [:]) { $0[$1] = values[$1] }
    }

    func remember(_ opened: [String: Secret]) {
        if values.count + opened.count > Self.capacity { values = [:] }
        values.merge(opened) { _, new in new }
    }
}
