internal import BrokerModel

/// What the host helper answered: the parts of all its verbs.
struct HelperAnswer: Sendable, Equatable {
    /// The digest of the installed helper; nil when none is installed.
    var installed: Digest?

    /// The manifest as it stands on the host; nil when there is none.
    var manifest: [UInt8]?

    var entries: [FileEntry] = []

    /// By path.
    var digests: [String: Digest] = [:]
    var texts: [String: String] = [:]

    /// Paths of files that are as their Debian package installed them.
    var packageDefaults: Set<String> = []

    /// What could not be seen although it may be there. An answer with any of
    /// these is incomplete.
    var troubles: [String] = []

    var haproxy: HAProxyReport?

    /// Whether HAProxy's files changed since the process loaded them.
    var haproxyIsOutdated = false

    /// Servers of HAProxy, as `backend/server`, that were taken out for a
    /// broker's maintenance and are not back yet, by the host's record.
    var heldServers: [String] = []

    /// Whether the host bears the virtual address.
    var hasVirtualAddress = false

    /// Nil when nobody asked for it.
    var cluster: ClusterReport?

    /// Whether the host bears the address of the cluster.
    var bearsClusterAddress = false

    /// Nil when nobody asked for it.
    var quorum: QuorumReport?

    /// A certificate, or a request for one, that a verb answered.
    var document: [UInt8]?

    /// Nil when nobody asked for it.
    var redis: RedisReport?

    /// What the host's EMQX member lists; nil when it does not answer, or nobody
    /// asked.
    var emqxMembers: String?

    /// Nil when nobody asked for it.
    var emqxDoor: EMQXDoorReport?

    /// What Traefik's API answered; nil when it did not.
    var traefikRouters: [UInt8]?

    /// Nil when Prometheus did not answer, or nobody asked.
    var prometheus: PrometheusReport?

    /// Whether a container engine is installed; nil when nobody asked.
    var hasEngine: Bool?

    /// The versions of the installed ones among the packages that were asked for.
    var packages: [String: String] = [:]

    /// By name, of those that were asked for.
    var accounts: [String: AccountObservation] = [:]

    /// Nil when nobody asked for it.
    var sudo: SudoObservation?

    /// By address.
    var probes: [String: ProbeReport] = [:]

    var examination: ExaminationReport?
    var reach: ReachReport?
    var resolver: ResolverReport?

    var leaseToken: Int?

    /// One for every verb that was carried out, in their order.
    var results: [HelperResult] = []

    /// How the whole request ended.
    var ending = HelperResult(outcome: .done, message: "")
}
