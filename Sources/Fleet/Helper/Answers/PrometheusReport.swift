/// What the helper found out about a Prometheus that answers.
struct PrometheusReport: Sendable, Equatable {
    /// When the newest of its files last changed, in seconds since 1970; empty
    /// when there is none.
    var changed: String

    /// The lines of its metrics that tell what it has loaded.
    var metrics: String
}
