/// A container's own health check, run by the engine.
public struct HealthCheck: Sendable, Hashable, Codable {
    /// As the Engine API takes it: `["CMD", "/opt/emqx/bin/emqx_ctl", "status"]`.
    public var test: [String]
    public var intervalSeconds: Int
    public var timeoutSeconds: Int
    public var retries: Int
    public var startPeriodSeconds: Int

    public init(
        test: [String],
        intervalSeconds: Int,
        timeoutSeconds: Int,
        retries: Int,
        startPeriodSeconds: Int = 0
    ) {
        self.test = test
        self.intervalSeconds = intervalSeconds
        self.timeoutSeconds = timeoutSeconds
        self.retries = retries
        self.startPeriodSeconds = startPeriodSeconds
    }
}
