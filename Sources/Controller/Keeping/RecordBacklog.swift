import BrokerModel
import Ledger

/// Records the ledger did not take, in the order they were made, until it takes them again.
struct RecordBacklog: Sendable {
    typealias Write = @Sendable (LedgerStore) async throws -> Void

    /// So many are kept: a service that cannot write for days shall not fill its memory.
    private let longest: Int
    private var waiting: [Write] = []
    private var late = 0
    private var lost = 0
    private var isAtWork = false

    /// Why they wait; nil when they do not.
    private(set) var failure: Failure?

    init(longest: Int = 1_000) {
        self.longest = longest
    }

    var count: Int { waiting.count }

    mutating func add(_ write: @escaping Write) {
        guard waiting.count < longest else { return lost += 1 }
        waiting.append(write)
    }

    /// The one to write next; nil when there is none, or when it is being written.
    ///
    /// One at a time, so that they are written in the order they were made. Whoever
    /// got it says what became of it.
    mutating func take() -> Write? {
        guard !isAtWork, let first = waiting.first else { return nil }
        isAtWork = true
        return first
    }

    /// What was taken is written, or never will be.
    mutating func done(isWritten: Bool) {
        isAtWork = false
        waiting.removeFirst()
        guard failure != nil else { return }
        if isWritten { late += 1 } else { lost += 1 }
    }

    /// What was taken was not tried.
    mutating func putBack() { isAtWork = false }

    /// What was taken waits on.
    ///
    /// - Returns: whether it is the first that has to.
    mutating func wait(for failure: Failure) -> Bool {
        isAtWork = false
        defer { self.failure = failure }
        return self.failure == nil
    }

    /// Nothing waits any more.
    ///
    /// - Returns: how many were written late, and how many never; nil when none had to wait.
    mutating func recover() -> (late: Int, lost: Int)? {
        guard failure != nil, waiting.isEmpty else { return nil }
        defer { (failure, late, lost) = (nil, 0, 0) }
        return (late, lost)
    }
}
