import BrokerModel
import Synchronization

/// Lets so many in at the same time: what takes a while shall not take the service's
/// own work its time.
final class Turnstile: Sendable {
    private let free: Mutex<Int>

    init(places: Int) {
        free = Mutex(places)
    }

    /// Takes a place.
    ///
    /// - Returns: gives it back when it is let go.
    /// - Throws: ``Failure`` with `incomplete` when none is free.
    func enter(to attempted: String) throws -> Place {
        let isFree = free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
        guard isFree else {
            throw Failure(
                .incomplete, attempted: attempted, on: "the service", response: "others ask for as much at this moment",
                remedy: "ask again in a moment")
        }
        return Place(self)
    }

    /// A place that was taken.
    final class Place: Sendable {
        private let turnstile: Turnstile

        fileprivate init(_ turnstile: Turnstile) {
            self.turnstile = turnstile
        }

        deinit { turnstile.free.withLock { $0 += 1 } }
    }
}
