/// What may be applied, when, and by whose decision (`policy:` in
/// `isobar.yaml`).
public struct ApplyPolicy: Sendable, Equatable {
    /// When a plan is carried out.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// Look and report, never touch.
        case observe
        /// After a person approved it.
        case approval
        /// At once.
        case automatic
    }

    public var apply: Mode

    /// Whether the service mends by itself what moved on a host.
    public var selfHeal: Bool

    /// How many nodes and hosts one plan may delete, beside the limit of the
    /// desired state; the smaller one counts.
    public var maxDeletes: Int

    /// Patterns with `*` that an image must match one of.
    public var allowedImages: [String]

    /// Patterns with `*` that the address of a package source must match one of.
    /// Packages are programs of root, so without any pattern none is admitted.
    public var allowedPackageSources: [String]
    /// Whether the service goes back to what was applied before when the rollout
    /// of a commit failed for good.
    public var rollsBack: Bool
    /// Whether only commits are applied that somebody signed who may.
    public var requireSignedCommits: Bool

    /// The SSH keys of those who may, as ssh-keygen(1) describes allowed signers.
    public var allowedSigners: String?

    /// The OpenPGP keys of those who may, a keyring for gpgv(1).
    public var openPGPKeyring: String?

    /// Parts of the broker with rules of their own. The first that covers a
    /// step decides; what it leaves open is as for all.
    public var scopes: [PolicyScope]

    /// When what git changed may be applied without a person; at any time when
    /// there is none.
    public var windows: [MaintenanceWindow]

    public init(
        apply: Mode = .approval, selfHeal: Bool = true, maxDeletes: Int = 20, allowedImages: [String] = ["*"],
        allowedPackageSources: [String] = [], rollsBack: Bool = false, requireSignedCommits: Bool = false,
        allowedSigners: String? = nil, openPGPKeyring: String? = nil,
        scopes: [PolicyScope] = [], windows: [MaintenanceWindow] = []
    ) {
        self.apply = apply
        self.selfHeal = selfHeal
        self.maxDeletes = maxDeletes
        self.allowedImages = allowedImages
        self.allowedPackageSources = allowedPackageSources
        self.rollsBack = rollsBack
        self.requireSignedCommits = requireSignedCommits
        self.allowedSigners = allowedSigners
        self.openPGPKeyring = openPGPKeyring
        self.scopes = scopes
        self.windows = windows
    }
}

extension ApplyPolicy {
    /// When a step is carried out.
    public func mode(for step: Step) -> Mode {
        scopes.first { $0.covers(step) }?.apply ?? apply
    }

    /// Whether the service carries out by itself a step that mends drift.
    public func heals(_ step: Step) -> Bool {
        let scope = scopes.first { $0.covers(step) }
        return (scope?.apply ?? apply) != .observe && (scope?.selfHeal ?? selfHeal)
    }
}
