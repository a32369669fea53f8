public import BrokerModel

/// A token, as far as the ledger knows it: what its owner shows is nowhere.
public struct TokenRecord: Sendable, Equatable {
    public var name: String
    public var role: AccessRole

    /// SHA-256 of what is shown.
    public var hash: Digest
    public var createdBy: String
    public var createdAt: Timestamp

    /// Nil means never.
    public var expiresAt: Timestamp?
    public var revokedAt: Timestamp?

    public init(
        name: String, role: AccessRole, hash: Digest, createdBy: String, createdAt: Timestamp,
        expiresAt: Timestamp? = nil, revokedAt: Timestamp? = nil
    ) {
        self.name = name
        self.role = role
        self.hash = hash
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
    }

    /// Whether it opens the door.
    public func isValid(at now: Timestamp) -> Bool {
        revokedAt == nil && expiresAt.map { now < $0 } ?? true
    }

    /// What the record of its making says of it. A hash of the hash is enough to
    /// see whether the one that is kept was put in another's place.
    static func detail(of hash: Digest, expiresAt: Timestamp?) -> String {
        [earlierDetail(expiresAt), "known by \(Digest(of: hash.description))"].compactMap { $0 }.joined(separator: "; ")
    }

    /// What earlier versions said.
    static func earlierDetail(_ expiresAt: Timestamp?) -> String? { expiresAt.map { "until \($0)" } }

    /// How the record names its owner.
    public var actor: String { "token/\(name)" }
}
