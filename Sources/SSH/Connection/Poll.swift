internal import Glibc

/// poll(2) with a moment instead of a span.
enum Poll {
    typealias Instant = ContinuousClock.Instant

    /// Waits until one of `entries` is ready or the moment has come; `nil`
    /// waits for ever. Returns early on a signal.
    static func wait(_ entries: inout [pollfd], until moment: Instant?) {
        var milliseconds: Int32 = -1
        if let moment {
            let left = (moment - .now) / .milliseconds(1)
            milliseconds = Int32(min(max(left.rounded(.up), 0), 3_600_000))
        }
        // An error other than EINTR could only be a wrong argument; the callers
        // then see no readiness and meet the error in their next system call.
        _ = poll(&entries, nfds_t(entries.count), milliseconds)
    }
}
