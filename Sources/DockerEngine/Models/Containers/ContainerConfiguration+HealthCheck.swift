extension ContainerConfiguration {
    /// How the engine finds out whether a container is well.
    public struct HealthCheck: Sendable, Hashable {
        /// `["NONE"]`, `["CMD", program, argument…]` or `["CMD-SHELL", line]`;
        /// empty inherits the image's.
        public var test: [String]

        /// Time between two checks; zero inherits.
        public var interval: Duration

        /// Time after which a check has failed; zero inherits.
        public var timeout: Duration

        /// Time after the start in which failures do not count; zero inherits.
        public var startPeriod: Duration

        /// Failures in a row that make it unhealthy; zero inherits.
        public var retries: Int

        public init(
            test: [String],
            interval: Duration = .zero,
            timeout: Duration = .zero,
            startPeriod: Duration = .zero,
            retries: Int = 0
        ) {
            self.test = test
            self.interval = interval
            self.timeout = timeout
            self.startPeriod = startPeriod
            self.retries = retries
        }
    }
}

extension ContainerConfiguration.HealthCheck: Codable {
    private enum CodingKeys: String, CodingKey {
        case test = "Test"
        case interval = "Interval"
        case timeout = "Timeout"
        case startPeriod = "StartPeriod"
        case retries = "Retries"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func duration(_ key: CodingKeys) throws -> Duration {
            .nanoseconds(try container.value(key, default: Int64(0)))
        }
        test = try container.value(.test, default: [])
        interval = try duration(.interval)
        timeout = try duration(.timeout)
        startPeriod = try duration(.startPeriod)
        retries = try container.value(.retries, default: 0)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(test, forKey: .test)
        try container.encode(interval.nanoseconds, forKey: .interval)
        try container.encode(timeout.nanoseconds, forKey: .timeout)
        try container.encode(startPeriod.nanoseconds, forKey: .startPeriod)
        try container.encode(retries, forKey: .retries)
    }
}
