public import BrokerModel
public import Execution
public import Fleet
public import Ledger
public import Secrets

/// The world a reconciler works in. Left out, everything is real; simulations
/// put something else in the place of each.
public struct Surroundings: Sendable {
    /// Opens secrets; gets their names and ciphertexts.
    public typealias SecretOpener =
        @Sendable ([(name: String, ciphertext: [UInt8])]) async throws -> [String: Secret]

    /// Makes the way to a host; nil means over SSH.
    public var transport: TransportFactory?

    /// Measures pauses; the time of day is another clock.
    public var timer: any Clock<Duration>

    /// Measures how long hosts may take to answer; nil means as pauses are
    /// measured. Where pauses are shortened, the work itself takes its time.
    public var deadlines: (any Clock<Duration>)?

    /// How much is done at once.
    public var limits: ExecutionLimits

    /// Holds the desired state; nil means the mirror of the configured git
    /// repository.
    public var repository: (any CommitRepository)?

    /// Nil means `age`, with the configured identity.
    public var openSecrets: SecretOpener?

    /// Where all that is known of the hosts comes from an export, when that was made.
    /// Then no secret is opened: something stands for each.
    public var exportedAt: Timestamp?

    /// Nil means the one in the data directory.
    public var key: InstallationKey?
    public var ledger: LedgerAccess

    /// Where images come from that are streamed to the hosts; nil means where
    /// the configuration says.
    public var images: (any ImageDepot)?

    public init(
        transport: TransportFactory? = nil, timer: any Clock<Duration> = ContinuousClock(),
        deadlines: (any Clock<Duration>)? = nil, limits: ExecutionLimits = ExecutionLimits(),
        repository: (any CommitRepository)? = nil, openSecrets: SecretOpener? = nil,
        exportedAt: Timestamp? = nil, key: InstallationKey? = nil,
        ledger: LedgerAccess = .concurrent, images: (any ImageDepot)? = nil
    ) {
        self.transport = transport
        self.timer = timer
        self.deadlines = deadlines
        self.limits = limits
        self.repository = repository
        self.openSecrets = openSecrets
        self.exportedAt = exportedAt
        self.key = key
        self.ledger = ledger
        self.images = images
    }
}
