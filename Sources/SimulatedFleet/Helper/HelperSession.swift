import BrokerModel

/// One run of the helper on a simulated host: what the helper does,
/// verb for verb and word for word.
struct HelperSession {
    /// Ends the whole request.
    struct Finish: Error {
        var outcome: String
        var message: String
    }

    /// Ends one verb.
    struct Refusal: Error {
        var outcome: String
        var message: String

        init(_ outcome: String, _ message: String) {
            self.outcome = outcome
            self.message = message
        }

        static let full = Refusal("disk-full", "cannot write: No space left on device")
    }

    var host: SimulatedHost
    let now: Duration

    /// Identifiers of the containers that are primary, over all hosts.
    let primaries: Set<String>

    /// Gets every change.
    private(set) var effects: [Effect] = []
    private(set) var answer = HelperAnswerWriter()

    /// What the script exits with.
    var status: Int32 = 0
    var reader: HelperRequestReader

    var home = ""
    var token: Int?

    /// What the verb at hand says although it succeeded.
    var remark = ""
    private(set) var scope = ""
    private var item = 0
    private let isInstalled: Bool

    /// How many verbs are carried out before the connection breaks.
    private let verbLimit: Int

    init(
        _ request: HelperRequestReader, isInstalled: Bool, on host: SimulatedHost, at now: Duration,
        primaries: Set<String>, verbLimit: Int = .max
    ) {
        reader = request
        self.isInstalled = isInstalled
        self.host = host
        self.now = now
        self.primaries = primaries
        self.verbLimit = verbLimit
    }

    /// - Returns: the exit status.
    mutating func run() -> Int32 {
        let finish: Finish
        do {
            try begin()
            while item < verbLimit {
                let verb = try reader.line()
                item += 1
                if verb == "end" {
                    answer.fields("#end", "done", "")
                    return 0
                }
                try perform(verb)
            }
            return 255
        } catch let error as Finish {
            finish = error
        } catch let error as HelperRequestReader.Malformed {
            finish = Finish(outcome: "malformed", message: error.explanation)
        } catch {
            finish = Finish(outcome: "failed", message: "\(error)")
        }
        answer.fields("#end", finish.outcome, finish.message)
        return 3
    }

    mutating func begin() throws {
        guard try reader.want("isobar-request") == "1" else {
            throw Finish(outcome: "protocol", message: "this helper speaks protocol 1")
        }
        let script = try reader.want("digest")
        scope = try reader.want("host")
        home = try reader.want("home")
        token = Int(try reader.want("token"))
        guard isInstalled, script != "-", let digest = host.helperDigest?.hexadecimal else { return }
        if digest != script { throw Finish(outcome: "outdated", message: "the helper installed here is \(digest)") }
    }

    private mutating func perform(_ verb: String) throws {
        switch verb {
        case "observe": try observe()
        case "probe": try probe()
        case "examine": try examine()
        case "reach": try reach()
        case "resolve": try resolve()
        case "version":
            showHelper()
            result("done", "1")
        case "lease": try lease()
        case "put": try refusable { (session) throws in try session.put() }
        case "mkdir": try refusable { (session) throws in try session.makeDirectory() }
        case "remove": try refusable { (session) throws in try session.remove() }
        case "manifest": try refusable { (session) throws in try session.replaceManifest() }
        case "haproxy": try refusable { (session) throws in try session.loadProxy() }
        case "traefik": try refusable { (session) throws in try session.restoreRoutes() }
        case "prometheus": try refusable { (session) throws in try session.reloadPrometheus() }
        case "cluster": try refusable { (session) throws in try session.changeCluster() }
        case "quorum": try refusable { (session) throws in try session.changeQuorum() }
        case "redis": try refusable { (session) throws in try session.tellRedis() }
        case "emqx": try refusable { (session) throws in try session.tellEMQX() }
        case "set-aside": try refusable { (session) throws in try session.setAside() }
        case "package": try refusable { (session) throws in session.remark = try session.installPackages() }
        case "account": try refusable { (session) throws in try session.makeAccount() }
        case "sudo": try refusable { (session) throws in try session.changeSudo() }
        case "trial": try refusable { (session) throws in try session.putOnTrial() }
        case "install": try refusable { (session) throws in try session.install() }
        default: throw Finish(outcome: "malformed", message: "there is no verb '\(verb)'")
        }
    }

    private mutating func refusable(_ body: (inout HelperSession) throws -> Void) throws {
        remark = ""
        do {
            try body(&self)
            result("done", remark)
        } catch let refusal as Refusal {
            result(refusal.outcome, refusal.message)
        }
    }

    // MARK: - Parts the verbs share

    mutating func result(_ outcome: String, _ message: String) {
        answer.fields("#result", String(item), outcome, message)
    }

    mutating func write(_ fields: String...) {
        for field in fields { answer.field(Array(field.utf8)) }
    }

    mutating func write(bytes: [UInt8]) {
        answer.field(bytes)
    }

    mutating func note(_ effect: Effect) {
        effects.append(effect)
    }

    /// Fencing: only the latest lease may change anything.
    func needLease() throws {
        guard let token else {
            throw Finish(outcome: "fenced", message: "a change needs a lease, and the request names none")
        }
        guard let lease = host.lease else {
            throw Finish(outcome: "fenced", message: "lease \(token) is not known on this host")
        }
        guard token == lease.token else {
            throw Finish(
                outcome: "fenced",
                message: "lease \(token) is no longer current: lease \(lease.token) is held by \(lease.holder)")
        }
    }

    /// Whether the path is normal and in a directory that Isobar manages.
    func isWithin(_ path: String) -> Bool {
        guard path.hasPrefix("/"), !path.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return false }
        if path.contains("//") || path.contains("/.") || path.hasSuffix("/") {
            let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
            guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else { return false }
        }
        if Self.managedFiles.contains(path) || path == "/etc/haproxy" || path.hasPrefix("/etc/haproxy/") { return true }
        guard path.hasPrefix(home + "/") else { return false }
        let first = path.dropFirst(home.count + 1).prefix { $0 != "/" }
        return Self.managedDirectories.contains(String(first))
    }

    private static let managedFiles: Set<String> = [
        "/etc/apt/sources.list.d/isobar.sources", "/etc/sysctl.d/60-isobar-redis.conf",
    ]

    private static let managedDirectories: Set<String> = [
        "compose", "traefik", "prometheus", "grafana", "redis", "emqx", "portainer",
    ]

    func isManaged(_ kind: String, _ path: String) -> Bool { isListed("\(scope)/\(kind)\(path)") }

    func isListed(_ address: String) -> Bool { host.listed.lists(address) }

    func mayChange(_ kind: String, _ path: String) throws {
        guard isWithin(path) else { throw Refusal("refused", "\(path) is outside of what Isobar manages") }
        guard isManaged(kind, path) else {
            throw Refusal("refused", "/var/lib/isobar/managed.json does not list \(scope)/\(kind)\(path)")
        }
    }

    func enter(_ path: String) throws {
        let parent = SimulatedHost.parent(of: path)
        guard case .directory? = host.files[parent]?.kind else {
            throw Refusal("failed", "the directory \(parent) is not there")
        }
    }

    /// Compare, then swap: finding anything else than `expected`, except
    /// `wanted`, is `moved`.
    func checkFile(_ path: String, wanted: String, expected: String) throws -> String {
        let seen: String
        switch host.files[path]?.kind {
        case nil: seen = "absent"
        case .file: seen = host.files[path]?.digest.hexadecimal ?? "absent"
        case .directory: throw Refusal("moved", "at \(path) there is a directory")
        case .link: throw Refusal("moved", "at \(path) there is a link")
        }
        let isDefault = expected == "default" && (seen == "absent" || host.files[path]?.isPackageDefault == true)
        guard seen == expected || seen == wanted || isDefault else {
            throw Refusal("moved", "\(path) changed since it was looked at")
        }
        return seen
    }
}
