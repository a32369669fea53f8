import BrokerModel

/// Lets a limited number of steps act at the same time, on each host and in
/// all, in the order they came.
actor HostSlots {
    private let perHost: Int
    private let inAll: Int
    private var acting: [String: Int] = [:]
    private var total = 0
    private var waiting: [(scope: String, resume: CheckedContinuation<Void, Never>)] = []

    init(perHost: Int, inAll: Int) {
        self.perHost = max(1, perHost)
        self.inAll = max(1, inAll)
    }

    /// Runs `work` when there is a free slot for `scope`.
    nonisolated func with<Value: Sendable>(
        _ scope: String,
        _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        await take(scope)
        do {
            let value = try await work()
            await give(scope)
            return value
        } catch {
            await give(scope)
            throw error
        }
    }

    private func take(_ scope: String) async {
        if isFree(scope) {
            occupy(scope)
            return
        }
        // The slot is handed over by the one who gives it back.
        await withCheckedContinuation { waiting.append((scope, $0)) }
    }

    private func give(_ scope: String) {
        acting[scope, default: 1] -= 1
        total -= 1
        while let index = waiting.firstIndex(where: { isFree($0.scope) }) {
            let next = waiting.remove(at: index)
            occupy(next.scope)
            next.resume.resume()
        }
    }

    private func isFree(_ scope: String) -> Bool {
        total < inAll && acting[scope, default: 0] < perHost
    }

    private func occupy(_ scope: String) {
        acting[scope, default: 0] += 1
        total += 1
    }
}
