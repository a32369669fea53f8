/// What an antiloop container answered.
struct ProbeReport: Sendable, Equatable {
    /// The HTTP status of `/metrics`; 0 without an answer.
    var metricsStatus: Int
    /// The HTTP status of `/primary`; 0 without an answer.
    var primaryStatus: Int
    /// The metrics that matter, in Prometheus's text format.
    var metrics: String
}
