/// What a stream to an engine hangs on: it is over when the engine was
/// restarted or somebody else took the lease.
struct EngineTicket: Sendable {
    var host: String
    var token: Int?
    var generation: Int
}
