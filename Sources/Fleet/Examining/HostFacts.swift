public import BrokerModel

/// What a host says of itself, as far as it matters before anything is changed.
public struct HostFacts: Sendable, Equatable {
    /// Room on a file system.
    public struct Disk: Sendable, Equatable {
        /// A path Isobar or the engine writes below, which may not be there yet.
        public var path: String
        public var mountPoint: String

        /// Bytes.
        public var free: Int64
        public var size: Int64

        /// Files that can still be made; nil where the file system sets no limit.
        public var freeFiles: Int64?

        public init(path: String, mountPoint: String, free: Int64, size: Int64, freeFiles: Int64? = nil) {
            self.path = path
            self.mountPoint = mountPoint
            self.free = free
            self.size = size
            self.freeFiles = freeFiles
        }
    }

    /// A network interface.
    public struct Interface: Sendable, Equatable {
        public var name: String

        /// Addresses without their prefix lengths.
        public var addresses: [String]

        /// `02:42:c0:a8:4f:15`; nil for the loopback and the like.
        public var hardwareAddress: String?

        public init(name: String, addresses: [String], hardwareAddress: String? = nil) {
            self.name = name
            self.addresses = addresses
            self.hardwareAddress = hardwareAddress
        }
    }

    /// `Debian GNU/Linux 12 (bookworm)`
    public var release: String
    public var architecture: String

    /// The account Isobar logs in with.
    public var account: String

    /// Whether sudo lets it do anything, not only run the helper.
    public var hasWideRights: Bool

    /// The digest of the installed helper.
    public var helper: Digest?
    public var disks: [Disk]

    /// The versions of the installed packages, of those that were asked for.
    public var packages: [String: String]
    public var interfaces: [Interface]

    /// The versions of running or installed programs: `haproxy`, `traefik`.
    public var programs: [String: String]
    public var clock: ClockReading?

    public init(
        release: String = "", architecture: String = "", account: String = "", hasWideRights: Bool = false,
        helper: Digest? = nil, disks: [Disk] = [], packages: [String: String] = [:], interfaces: [Interface] = [],
        programs: [String: String] = [:], clock: ClockReading? = nil
    ) {
        self.release = release
        self.architecture = architecture
        self.account = account
        self.hasWideRights = hasWideRights
        self.helper = helper
        self.disks = disks
        self.packages = packages
        self.interfaces = interfaces
        self.programs = programs
        self.clock = clock
    }

    /// The interface that has an address.
    public func interface(with address: String) -> Interface? {
        interfaces.first { $0.addresses.contains(address) }
    }
}
