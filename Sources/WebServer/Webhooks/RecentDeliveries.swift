import Synchronization

/// Deliveries that were taken of late, by what they are signed with: one that
/// is sent again leads to no other look.
final class RecentDeliveries: Sendable {
    private struct State {
        var known: Set<String> = []
        var order: [String] = []
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int = 1_000) {
        self.limit = limit
    }

    /// - Returns: false when it was taken before.
    func take(_ delivery: String) -> Bool {
        state.withLock { state in
            guard state.known.insert(delivery).inserted else { return false }
            state.order.append(delivery)
            if state.order.count > limit { state.known.remove(state.order.removeFirst()) }
            return true
        }
    }
}
