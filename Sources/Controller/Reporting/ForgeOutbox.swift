import BrokerModel
import Forge
import Logging
import Synchronization

/// What shall be shown at a forge and is not there yet, next to the service's work.
///
/// Of what is about the same thing only the newest counts. What does not arrive is
/// tried again for as long as the service runs, so that nothing is left as it was
/// because the forge was away, or because it did not take the token for a while. What
/// is refused for that reason holds up nothing else. What still waits can be kept over
/// the end of the service.
final class ForgeOutbox<Item: Sendable & Equatable>: Sendable {
    private let timer: any Clock<Duration>
    private let log: Logger

    private struct Items {
        /// In the order they are to be told.
        var waiting: [Item] = []

        /// What the forge did not let us do; none of what waits is about the same thing.
        var denied: [Item] = []

        var untold: [Item] { waiting + denied }
    }

    /// No two of them about the same thing.
    private let items = Mutex(Items())
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    /// What an item still has to say of an older one about the same thing, which it
    /// replaces; nil where they are about different things.
    private let replace: @Sendable (_ older: Item, _ newer: Item) -> Item?
    private let keep: @Sendable ([Item]) -> Void

    /// - Parameters:
    ///   - left: what an earlier service did not get told.
    ///   - keep: is given all that waits whenever it changes, in order.
    init(
        timer: any Clock<Duration>, log: Logger, left: [Item] = [],
        keeping keep: @escaping @Sendable ([Item]) -> Void = { _ in },
        replacing replace: @escaping @Sendable (_ older: Item, _ newer: Item) -> Item?
    ) {
        self.timer = timer
        self.log = log
        self.keep = keep
        self.replace = replace
        (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        guard !left.isEmpty else { return }
        items.withLock { $0.waiting = left }
        signal.yield()
    }

    /// Returns at once.
    func take(_ item: Item) {
        items.withLock { items in
            var newest = item
            let isReplaced = { (older: Item) in
                guard let merged = self.replace(older, newest) else { return false }
                newest = merged
                return true
            }
            items.waiting.removeAll(where: isReplaced)
            items.denied.removeAll(where: isReplaced)
            items.waiting.append(newest)
            keep(items.untold)
        }
        signal.yield()
    }

    /// Tells until the task is cancelled, or all is told after ``finish(within:_:)``.
    ///
    /// - Parameter arrival: tells an item.
    func run(_ arrival: (Item) async -> ForgeArrival) async {
        await withTaskGroup { group in
            group.addTask { await self.retryDenied() }
            await tell(arrival)
            group.cancelAll()
        }
    }

    /// A token is replaced, and rights are given, without anybody telling us.
    private func retryDenied() async {
        while (try? await timer.sleep(for: ForgePauses.denied)) != nil {
            let isAny = items.withLock { items in
                items.waiting += items.denied
                items.denied = []
                return !items.waiting.isEmpty
            }
            if isAny { signal.yield() }
        }
    }

    private func tell(_ arrival: (Item) async -> ForgeArrival) async {
        for await _ in signals {
            var pause = ForgePauses.first
            while let item = items.withLock({ $0.waiting.first }) {
                let came = await arrival(item)
                if came != .awaited {
                    items.withLock { items in
                        // What came meanwhile about the same thing is another item.
                        guard let index = items.waiting.firstIndex(of: item) else { return }
                        items.waiting.remove(at: index)
                        if came == .denied { items.denied.append(item) }
                        keep(items.untold)
                    }
                    pause = ForgePauses.first
                } else {
                    // One that the forge chokes on holds up no other.
                    items.withLock { items in
                        guard items.waiting.first == item else { return }
                        items.waiting.append(items.waiting.removeFirst())
                    }
                    guard (try? await timer.sleep(for: pause)) != nil else { return }
                    pause = min(pause * 2, ForgePauses.longest)
                }
            }
        }
    }

    /// Takes nothing more, and gives what waits some time to arrive.
    func finish(within limit: Duration, _ running: Task<Void, Never>) async {
        signal.finish()
        let end = Task {
            guard (try? await Task.sleep(for: limit)) != nil else { return }
            running.cancel()
        }
        await running.value
        end.cancel()
    }

    /// Does one thing at the forge.
    ///
    /// - Parameters:
    ///   - what: that it is, for the log.
    ///   - subject: what it is about, for the log.
    func attempt(_ what: String, _ subject: Logger.Metadata, _ work: () async throws -> Void) async -> ForgeArrival {
        let about = subject.merging(["what": "\(what)"]) { $1 }
        do {
            try await work()
            log.debug("the forge was told", metadata: about)
            return .over
        } catch is CancellationError {
            return .awaited
        } catch let failure as Failure where [.forgeRefused, .forgeAccessRefused].contains(failure.code) {
            log.error("the forge does not take it", metadata: about.merging(BrokerService.metadata(failure)) { $1 })
            return failure.code == .forgeAccessRefused ? .denied : .over
        } catch {
            let why = about.merging(BrokerService.metadata(error)) { $1 }
            log.warning("the forge could not be told, tried again", metadata: why)
            return .awaited
        }
    }
}

/// How long to wait before what did not arrive is tried again, doubled each time up
/// to the longest. (A generic type has no stored constants.)
private enum ForgePauses {
    static let first = Duration.seconds(60)
    static let longest = Duration.seconds(900)

    /// Of what the forge did not let us do.
    static let denied = Duration.seconds(300)
}
