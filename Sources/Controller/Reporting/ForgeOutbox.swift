import BrokerModel
import Forge
import Logging
import Synchronization

/// What shall be shown at a forge and is not there yet, next to the service's work.
///
/// Of what is about the same thing only the newest counts. What does not arrive is
/// tried again for as long as the service runs, so that nothing is left as it was
/// because the forge was away.
final class ForgeOutbox<Item: Sendable & Equatable>: Sendable {
    private let timer: any Clock<Duration>
    private let log: Logger

    /// In the order they are to be told, no two of them about the same thing.
    private let waiting = Mutex<[Item]>([])
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    /// What an item still has to say of an older one about the same thing, which it
    /// replaces; nil where they are about different things.
    private let replace: @Sendable (_ older: Item, _ newer: Item) -> Item?

    init(
        timer: any Clock<Duration>, log: Logger,
        replacing replace: @escaping @Sendable (_ older: Item, _ newer: Item) -> Item?
    ) {
        self.timer = timer
        self.log = log
        self.replace = replace
        (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Returns at once.
    func take(_ item: Item) {
        waiting.withLock { waiting in
            var newest = item
            waiting.removeAll { older in
                guard let merged = replace(older, newest) else { return false }
                newest = merged
                return true
            }
            waiting.append(newest)
        }
        signal.yield()
    }

    /// Tells until the task is cancelled, or all is told after ``finish(within:_:)``.
    ///
    /// - Parameter arrives: whether nothing is left to do about an item.
    func run(_ arrives: (Item) async -> Bool) async {
        for await _ in signals {
            var pause = ForgePauses.first
            while let item = waiting.withLock({ $0.first }) {
                if await arrives(item) {
                    // What came meanwhile about the same thing is another item.
                    waiting.withLock { waiting in waiting.removeAll { $0 == item } }
                    pause = ForgePauses.first
                } else {
                    // One that the forge chokes on holds up no other.
                    waiting.withLock { waiting in
                        guard waiting.first == item else { return }
                        waiting.append(waiting.removeFirst())
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
    /// - Returns: whether it was done, or another time would give the same.
    func attempt(_ what: String, _ subject: Logger.Metadata, _ work: () async throws -> Void) async -> Bool {
        let about = subject.merging(["what": "\(what)"]) { $1 }
        do {
            try await work()
            log.debug("the forge was told", metadata: about)
            return true
        } catch is CancellationError {
            return false
        } catch let failure as Failure where failure.code == .forgeRefused {
            log.error("the forge does not take it", metadata: about.merging(BrokerService.metadata(failure)) { $1 })
            return true
        } catch {
            let why = about.merging(BrokerService.metadata(error)) { $1 }
            log.warning("the forge could not be told, tried again", metadata: why)
            return false
        }
    }
}

/// How long to wait before what did not arrive is tried again, doubled each time up
/// to the longest. (A generic type has no stored constants.)
private enum ForgePauses {
    static let first = Duration.seconds(60)
    static let longest = Duration.seconds(900)
}
