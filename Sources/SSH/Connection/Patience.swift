internal import Glibc

/// How long, and for whom, an attempt to connect goes on.
struct Patience {
    /// Why an attempt is over before it succeeded.
    enum Over: Error {
        case deadline
        /// Nobody wants the connection any more.
        case abandoned
    }

    typealias Instant = ContinuousClock.Instant

    var deadline: Instant

    /// Ends a wait early so that ``isWanted`` is asked.
    var wake: WakePipe?

    /// When ``isWanted`` has to be asked without being woken.
    var nextCheck: () -> Instant? = { nil }
    var isWanted: () -> Bool = { true }

    /// Waits until the descriptor is ready for one of `events`, or `span` has
    /// passed.
    func wait(for descriptor: Int32, _ events: Int16, atMost span: Duration? = nil) throws(Over) {
        let end = span.map { ContinuousClock.now + $0 } ?? deadline
        var entries = [pollfd(fd: descriptor, events: events, revents: 0)]
        if let wake { entries.append(pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0)) }
        while true {
            guard ContinuousClock.now < deadline else { throw .deadline }
            let check = nextCheck() ?? deadline
            Poll.wait(&entries, until: min(deadline, check, end))
            let isWoken = entries.count > 1 && entries[1].revents != 0
            if isWoken || check <= .now, !isWanted() { throw .abandoned }
            if entries[0].revents != 0 || end < deadline && ContinuousClock.now >= end { return }
        }
    }
}
