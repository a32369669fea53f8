/// Records that lie together in an index, in their order.
struct AuditStream {
    /// Nil for the chain itself.
    var index: String?

    /// Those that are the same in all of them.
    var columns: [String] = []
    var values: [Int64] = []
}
