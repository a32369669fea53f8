import BrokerModel
import Foundation
import Glibc
import Synchronization

/// Turns Ctrl-C and a polite kill into a call, instead of the process's end;
/// and if somebody wants to know, a hang-up, too (SIGHUP).
///
/// A handler that writes to a pipe (signal-safety(7)), and a thread that reads
/// it. It takes effect when the initialiser returns; a signal source of Dispatch
/// begins some time later, and until then the signal would be lost.
final class Interruption: Sendable {
    /// The end of the pipe that handlers write to; -1 when there is none.
    private static let writingEnd = Atomic<Int32>(-1)
    private let signals: [Int32]

    /// - Parameter action: gets how often somebody interrupted so far, by
    ///   whichever signal. The calls come one after the other.
    /// - Parameter onHangup: is called for SIGHUP, which otherwise ends the
    ///   process as ever.
    /// - Throws: `commandFailed` when the system has no descriptor left.
    init(
        onHangup: (@Sendable () -> Void)? = nil, _ action: @escaping @Sendable (_ count: Int) -> Void
    ) throws {
        signals = [SIGINT, SIGTERM] + (onHangup == nil ? [] : [SIGHUP])
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Self.noPipe(errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let (reading, writing) = (ends[0], ends[1])
        // A handler must not wait for a reader that is behind.
        _ = fcntl(writing, F_SETFL, O_NONBLOCK)
        Self.writingEnd.store(writing, ordering: .sequentiallyConsistent)
        Thread.detachNewThread {
            var count = 0
            var byte: UInt8 = 0
            while true {
                let got = read(reading, &byte, 1)
                if got < 0, errno == EINTR { continue }
                guard got == 1 else { break }
                if byte == UInt8(SIGHUP), let onHangup {
                    onHangup()
                } else {
                    count += 1
                    action(count)
                }
            }
            close(reading)
        }
        for number in signals {
            signal(number) { number in
                let before = errno
                var byte = UInt8(truncatingIfNeeded: number)
                _ = write(Interruption.writingEnd.load(ordering: .sequentiallyConsistent), &byte, 1)
                errno = before
            }
        }
    }

    /// Gives the signals their usual effect again.
    func end() {
        for number in signals { signal(number, SIG_DFL) }
        // The reader ends with the pipe.
        close(Self.writingEnd.exchange(-1, ordering: .sequentiallyConsistent))
    }

    private static func noPipe(_ number: Int32) -> Failure {
        Failure(
            .commandFailed, attempted: "watch for Ctrl-C", on: "pipe(2)", response: String(cString: strerror(number)),
            remedy: "raise the limit of open files, or close what uses them")
    }
}
