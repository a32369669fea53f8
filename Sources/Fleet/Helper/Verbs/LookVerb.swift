internal import BrokerModel

/// Looks at what is asked for, all in one go. Helper and manifest are always
/// in the answer, and so are the files and directories the manifest lists.
struct LookVerb: HelperVerb {
    /// Files and directories.
    var paths: Set<AbsolutePath> = []

    /// Directories of which everything is to be seen, foreign files too.
    var trees: Set<AbsolutePath> = []

    /// Digests files shall have. Of small files that have another one and that
    /// everybody on the host may read, the text comes back.
    var wantedDigests: [AbsolutePath: Digest] = [:]

    /// Files that might be as their Debian package installed them.
    var packageDefaults: Set<AbsolutePath> = []

    var haproxy: HAProxyQuestion?

    /// Whether to ask Traefik for its routers.
    var asksTraefik = false

    /// Whether to ask Prometheus what it has loaded.
    var asksPrometheus = false

    /// The virtual address of the cluster to look at; nil asks for none.
    var clusterAddress: String?

    /// Whether to look at the daemons of the third vote.
    var asksQuorum = false

    /// Whether to ask the Redis node of the host for its cluster.
    var asksRedis = false

    /// Whether to ask the EMQX member of the host for the members it lists.
    var asksMembers = false

    /// Whether to ask it who may come in and do what.
    var asksDoor = false

    /// Whether to ask if there is a container engine.
    var asksEngine = false

    /// Packages that might be installed.
    var packages: Set<String> = []

    /// Accounts that might be there, with the numbers they shall have.
    var accounts: [AccountSpecification] = []

    /// The account whose sudo rules to look at; nil looks at none.
    var sudoUser: String?

    /// What to ask about HAProxy.
    struct HAProxyQuestion {
        /// The address that moves between the balancers.
        var virtualAddress: String?
    }

    var attempted: String { "look at the host" }

    func write(to request: inout HelperRequest) {
        request.word("observe")
        request.lines(
            paths.sorted().map { ("path", $0.text) } + trees.sorted().map { ("tree", $0.text) }
                + wantedDigests.sorted { $0.key < $1.key }.map { ("wanted", "\($0.value.hexadecimal) \($0.key.text)") })
        for path in packageDefaults.sorted() { request.line("default", path.text) }
        if let haproxy { request.line("haproxy", haproxy.virtualAddress ?? "-") }
        if let clusterAddress { request.line("cluster", clusterAddress) }
        if asksQuorum { request.word("quorum") }
        if asksRedis { request.word("redis") }
        if asksMembers { request.word("members") }
        if asksDoor { request.word("door") }
        if asksTraefik { request.word("traefik") }
        if asksPrometheus { request.word("prometheus") }
        if asksEngine { request.word("engine") }
        for package in packages.sorted() { request.line("package", package) }
        for account in accounts { request.line("account", "\(account.name) \(account.uid) \(account.gid)") }
        if let sudoUser { request.line("sudo", sudoUser) }
        request.word("look")
    }
}
