/// One kind of failure, with all that follows from it.
///
/// This is the only table of failures. A new failure is a new constant here,
/// and its exit status, HTTP status and retry class are decided on that line.
public struct FailureCode: Sendable, Hashable {
    /// Stable, kebab-case; appears in JSON output, logs and the audit log.
    public let name: String

    /// The status the process ends with (CONTRACT section 4).
    public let exitStatus: Int32

    /// The HTTP status of the problem document (RFC 9457).
    public let httpStatus: Int

    /// Whether trying again without a change can help.
    public let retry: RetryClass

    private init(_ name: String, exit: Int32, http: Int, _ retry: RetryClass) {
        self.name = name
        self.exitStatus = exit
        self.httpStatus = http
        self.retry = retry
    }
}

extension FailureCode {
    // Input of a person.
    public static let usage = Self("usage", exit: 64, http: 400, .stalled)
    public static let configurationInvalid = Self("configuration-invalid", exit: 1, http: 500, .stalled)
    public static let desiredStateInvalid = Self("desired-state-invalid", exit: 1, http: 422, .stalled)

    // The git repository.
    public static let repositoryUnreachable = Self("repository-unreachable", exit: 1, http: 502, .transient)
    public static let repositoryHostKeyRefused = Self("repository-host-key-refused", exit: 1, http: 502, .stalled)
    public static let repositoryAuthenticationRefused = Self(
        "repository-authentication-refused", exit: 1, http: 502, .stalled)
    public static let revisionUnknown = Self("revision-unknown", exit: 1, http: 404, .stalled)
    public static let repositoryUnsafe = Self("repository-unsafe", exit: 1, http: 422, .stalled)
    public static let branchRewritten = Self("branch-rewritten", exit: 1, http: 409, .stalled)
    public static let repositoryFailed = Self("repository-failed", exit: 1, http: 500, .stalled)

    // The forge.
    public static let forgeUnreachable = Self("forge-unreachable", exit: 1, http: 502, .transient)
    public static let forgeRefused = Self("forge-refused", exit: 1, http: 502, .stalled)
    public static let forgeAccessRefused = Self("forge-access-refused", exit: 1, http: 502, .stalled)

    // Reaching a host.
    public static let hostUnreachable = Self("host-unreachable", exit: 8, http: 503, .transient)
    public static let hostKeyMismatch = Self("host-key-mismatch", exit: 1, http: 502, .stalled)
    public static let hostAuthenticationRefused = Self("host-authentication-refused", exit: 1, http: 502, .stalled)
    public static let transportUnsupported = Self("transport-unsupported", exit: 1, http: 502, .stalled)
    public static let connectionLost = Self("connection-lost", exit: 8, http: 503, .transient)
    public static let deadlineExceeded = Self("deadline-exceeded", exit: 8, http: 504, .transient)
    public static let cancelled = Self("cancelled", exit: 130, http: 503, .transient)

    // Acting on a host.
    public static let privilegeRefused = Self("privilege-refused", exit: 1, http: 502, .stalled)
    public static let helperRefused = Self("helper-refused", exit: 1, http: 502, .stalled)
    public static let commandFailed = Self("command-failed", exit: 1, http: 502, .transient)
    public static let manifestUnreadable = Self("manifest-unreadable", exit: 1, http: 502, .stalled)
    public static let diskFull = Self("disk-full", exit: 1, http: 507, .waiting)
    public static let engineUnavailable = Self("engine-unavailable", exit: 8, http: 503, .transient)
    public static let engineRefused = Self("engine-refused", exit: 1, http: 502, .stalled)
    public static let engineProtocol = Self("engine-protocol", exit: 1, http: 502, .transient)
    public static let imageMissing = Self("image-missing", exit: 1, http: 502, .stalled)
    public static let registryUnreachable = Self("registry-unreachable", exit: 8, http: 502, .transient)
    public static let packageUnavailable = Self("package-unavailable", exit: 1, http: 502, .transient)
    public static let nameTaken = Self("name-taken", exit: 1, http: 409, .stalled)
    public static let validationRefused = Self("validation-refused", exit: 1, http: 422, .stalled)
    public static let healthGateFailed = Self("health-gate-failed", exit: 1, http: 503, .waiting)

    // Planning and applying.
    public static let placementImpossible = Self("placement-impossible", exit: 1, http: 422, .stalled)
    public static let planUnsafe = Self("plan-unsafe", exit: 1, http: 500, .stalled)
    public static let planStale = Self("plan-stale", exit: 5, http: 409, .stalled)
    public static let rolledBack = Self("rolled-back", exit: 6, http: 500, .stalled)
    public static let refusedByPolicy = Self("refused-by-policy", exit: 7, http: 403, .stalled)
    public static let locked = Self("locked", exit: 7, http: 423, .waiting)
    public static let incomplete = Self("incomplete", exit: 8, http: 503, .transient)

    // The ledger and secrets.
    public static let ledgerUnusable = Self("ledger-unusable", exit: 1, http: 500, .stalled)
    public static let ledgerNewer = Self("ledger-newer", exit: 1, http: 500, .stalled)
    public static let ledgerTampered = Self("ledger-tampered", exit: 1, http: 500, .stalled)
    public static let ledgerBusy = Self("ledger-busy", exit: 1, http: 503, .transient)
    public static let queryRefused = Self("query-refused", exit: 1, http: 400, .stalled)
    public static let exportUnusable = Self("export-unusable", exit: 1, http: 422, .stalled)
    public static let notFound = Self("not-found", exit: 1, http: 404, .stalled)
    public static let secretUnavailable = Self("secret-unavailable", exit: 1, http: 500, .stalled)
}
