/// The newest of what many streams give.
struct NewestRecords {
    private let limit: Int
    private var found: Set<Int64> = []

    /// Records up to this one are not among the newest any more.
    private(set) var after: Int64

    init(limit: Int, after: Int64) {
        self.limit = limit
        self.after = after
    }

    mutating func add(_ sequences: [Int64]) {
        found.formUnion(sequences)
        guard limit > 0, found.count >= limit else { return }
        let newest = self.sequences
        found = Set(newest)
        // The last of them stays, and only later ones push it out.
        if let last = newest.last { after = max(after, last) }
    }

    /// The newest first.
    var sequences: [Int64] { Array(found.sorted(by: >).prefix(limit)) }
}
