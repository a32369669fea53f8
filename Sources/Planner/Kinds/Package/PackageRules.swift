import BrokerModel

/// Packages are installed where they are missing, and that is all: never
/// removed, never brought to another version. Updates are the host's own
/// business.
enum PackageRules: KindRules {
    static let ownership = Ownership.shared

    static func difference(
        _ desired: PackageSpecification, _ observed: PackageObservation?, of resource: Resource, on host: HostView
    ) -> Difference {
        guard observed == nil else { return .none }
        return .steps([
            Proposal(
                action: .create, verb: StepVerb.install, reason: "one run of apt brings all packages the host lacks",
                follows: [host.address(FileSpecification.kind, sources)])
        ])
    }

    /// Where apt is told of a source of its own (sources.list(5)): written before
    /// apt reads it, and gone before where it goes.
    private static let sources = "etc/apt/sources.list.d/isobar.sources"
}
