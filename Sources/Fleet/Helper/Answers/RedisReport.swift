/// What the Redis node of a host answered, as raw bytes.
struct RedisReport: Sendable, Equatable {
    var isAnswering: Bool

    /// The replies to `CLUSTER NODES`, `CLUSTER INFO`, `INFO replication`,
    /// `DBSIZE` and `QUIT`, as they came (Redis serialization protocol, RESP2).
    var replies: [UInt8]
}
