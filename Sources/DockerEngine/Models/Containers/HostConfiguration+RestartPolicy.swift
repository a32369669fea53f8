extension HostConfiguration {
    /// What the engine does when a container's process ends.
    public struct RestartPolicy: Sendable, Hashable {
        public struct Name: RawRepresentable, Codable, Hashable, Sendable {
            public let rawValue: String

            public init(rawValue: String) {
                self.rawValue = rawValue
            }
        }

        public var name: Name

        /// Only with `on-failure`; zero is without limit.
        public var maximumRetryCount: Int

        public init(_ name: Name, maximumRetryCount: Int = 0) {
            self.name = name
            self.maximumRetryCount = maximumRetryCount
        }

        public static let never = Self(Name(rawValue: "no"))

        /// Comes back even when it was stopped by hand, at the engine's next start.
        public static let always = Self(Name(rawValue: "always"))

        /// Stays stopped when it was stopped by hand.
        public static let unlessStopped = Self(Name(rawValue: "unless-stopped"))

        public static func onFailure(maximumRetryCount: Int = 0) -> Self {
            Self(Name(rawValue: "on-failure"), maximumRetryCount: maximumRetryCount)
        }
    }
}

extension HostConfiguration.RestartPolicy: Codable {
    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case maximumRetryCount = "MaximumRetryCount"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        // Old engines write the default as an empty name.
        name = try container.text(.name).map(Name.init) ?? Self.never.name
        maximumRetryCount = try container.value(.maximumRetryCount, default: 0)
    }
}
