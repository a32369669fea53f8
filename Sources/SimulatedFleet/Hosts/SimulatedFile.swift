public import BrokerModel

/// What stands at a path of a simulated host.
public struct SimulatedFile: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        case file
        case directory
        case link(to: String)
    }

    public var kind: Kind
    public var bytes: [UInt8]
    public var owner: String
    public var group: String

    /// Permission bits.
    public var mode: Int

    /// Whether it is as its Debian package installed it.
    public var isPackageDefault: Bool

    /// Seconds on the fleet's timer since when it is as it is.
    public var changedAt: Duration

    /// Since when it holds what it holds: written anew with the same, it brings
    /// nothing new to whoever watches it.
    public var contentChangedAt: Duration

    /// Of ``bytes``; kept, because looks ask for it again and again.
    public let digest: Digest

    public init(
        _ kind: Kind = .file, bytes: [UInt8] = [], owner: String = "root", group: String = "root", mode: Int = 0o644,
        isPackageDefault: Bool = false, changedAt: Duration = .zero
    ) {
        self.kind = kind
        self.bytes = bytes
        self.owner = owner
        self.group = group
        self.mode = mode
        self.isPackageDefault = isPackageDefault
        self.changedAt = changedAt
        contentChangedAt = changedAt
        digest = kind == .file ? Digest(of: bytes) : Self.none
    }

    public static func directory(owner: String, group: String, mode: Int) -> Self {
        Self(.directory, owner: owner, group: group, mode: mode)
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    private static let none = Digest(of: [])
}
