public import BrokerModel

/// All a preview is made from: the same input gives the same preview.
public struct PreviewInput: Sendable {
    /// The branch as it is.
    public var base: ProposedState

    /// The branch with the change. Planned from the same observation.
    public var merged: ProposedState

    /// By which nodes expire, in UTC.
    public var today: CalendarDate

    /// Under which secrets enter digests.
    public var key: [UInt8]

    /// Secrets that are new or other than in base and were not opened.
    public var closedSecrets: [SecretName]

    /// Secrets that base has, too, and that are others with the change.
    public var changedSecrets: [SecretName]

    /// Hosts the change adds, or reaches in another way: nobody looked at them
    /// under what the change says.
    public var unseenHosts: [HostName]

    /// What is wrong with certificates of the change and was not wrong before;
    /// nil where one of them could not be opened.
    public var certificates: [Diagnostic]?

    /// Whether the head of the change bears a signature; nil when nobody looked.
    public var isSigned: Bool?

    /// How many nodes and hosts may go in one change.
    public var deleteLimit: Int
    public var policies: PreviewPolicies

    /// Nil where the controller itself remembers, or has just looked at, its hosts.
    public var exported: ExportedLook?

    public init(
        base: ProposedState, merged: ProposedState, today: CalendarDate, key: [UInt8],
        closedSecrets: [SecretName] = [], changedSecrets: [SecretName] = [], unseenHosts: [HostName] = [],
        certificates: [Diagnostic]? = [], isSigned: Bool? = nil, deleteLimit: Int, policies: PreviewPolicies = PreviewPolicies(),
        exported: ExportedLook? = nil
    ) {
        self.base = base
        self.merged = merged
        self.today = today
        self.key = key
        self.closedSecrets = closedSecrets
        self.changedSecrets = changedSecrets
        self.unseenHosts = unseenHosts
        self.certificates = certificates
        self.isSigned = isSigned
        self.deleteLimit = deleteLimit
        self.policies = policies
        self.exported = exported
    }
}
