extension HostConfiguration {
    /// A mount to be made when a container is created: `HostConfig.Mounts`.
    ///
    /// Unlike a bind (``HostConfiguration/binds``) it never makes a missing source,
    /// as root and as a directory; the creation fails instead.
    public struct Mount: Sendable, Hashable {
        public struct Kind: RawRepresentable, Codable, Hashable, Sendable {
            public let rawValue: String

            public init(rawValue: String) {
                self.rawValue = rawValue
            }

            /// A path of the host.
            public static let bind = Self(rawValue: "bind")

            /// A volume of the engine.
            public static let volume = Self(rawValue: "volume")

            /// Memory.
            public static let tmpfs = Self(rawValue: "tmpfs")
        }

        public var kind: Kind

        /// A path of the host, or a volume's name; nil for memory.
        public var source: String?

        /// The path in the container.
        public var target: String

        public var isReadOnly: Bool

        public init(_ kind: Kind, from source: String?, to target: String, isReadOnly: Bool = false) {
            self.kind = kind
            self.source = source
            self.target = target
            self.isReadOnly = isReadOnly
        }
    }
}

extension HostConfiguration.Mount: Codable {
    private enum CodingKeys: String, CodingKey {
        case kind = "Type"
        case source = "Source"
        case target = "Target"
        case isReadOnly = "ReadOnly"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        kind = try container.value(.kind, default: .bind)
        source = try container.text(.source)
        target = try container.value(.target, default: "")
        isReadOnly = try container.value(.isReadOnly, default: false)
    }
}
