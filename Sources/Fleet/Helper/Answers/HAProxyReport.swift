/// What a running HAProxy says of itself.
struct HAProxyReport: Sendable, Equatable {
    /// `show info`
    var information: String
    /// `show stat`, CSV
    var statistics: String
}
