internal import BrokerModel

/// Gathers changes of files on one host that are asked for at the same time,
/// so that many of them share one run of the helper.
///
/// The first change goes out at once; what comes while it is under way goes
/// out together after it. Nobody waits for a timer.
actor ChangeQueue {
    private struct Change {
        let verb: any HelperVerb
        let continuation: CheckedContinuation<HelperResult, any Error>
    }

    private let link: HostLink
    private var waiting: [Change] = []
    private var isRunning = false

    /// More in one request would keep the first caller waiting for the last.
    private static let limit = 64

    init(_ link: HostLink) {
        self.link = link
    }

    /// Carries out one verb, perhaps together with others.
    ///
    /// A change that was begun is ended, even if nobody waits for it any more.
    func perform(_ verb: any HelperVerb) async throws -> HelperResult {
        try await withCheckedThrowingContinuation { continuation in
            waiting.append(Change(verb: verb, continuation: continuation))
            guard !isRunning else { return }
            isRunning = true
            // Belongs to no caller: it serves all of them, and ends with the
            // last change.
            Task { await self.drain() }
        }
    }

    private func drain() async {
        while !waiting.isEmpty {
            let batch = Array(waiting.prefix(Self.limit))
            waiting.removeFirst(batch.count)
            await send(batch)
        }
        isRunning = false
    }

    private func send(_ batch: [Change]) async {
        do {
            let answer = try await link.run(batch.map(\.verb))
            for (change, result) in zip(batch, answer.results) { change.continuation.resume(returning: result) }
            let rest = batch.dropFirst(answer.results.count)
            if answer.ending.outcome == .interrupted, !answer.results.isEmpty {
                // One of them filled the disk; the others may be for another.
                waiting.insert(contentsOf: rest, at: 0)
            } else {
                for change in rest { change.continuation.resume(throwing: noResult) }
            }
        } catch {
            for change in batch { change.continuation.resume(throwing: error) }
        }
    }

    private var noResult: Failure {
        Failure(
            .commandFailed, attempted: "change files", on: link.name.text,
            response: "the host helper gave no result", remedy: "look at the host again and make a new plan")
    }
}
