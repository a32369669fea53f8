import Dispatch
import Glibc
import Synchronization

/// Ends a conversation of libgit2 when nothing has moved for too long or when
/// its task is cancelled.
///
/// libgit2 1.5 knows no time-outs: it waits for a silent server for ever. What
/// ends it depends on where it waits. A connection that is being made ends with
/// a signal whose handler does nothing: `connect` returns `EINTR` (signal(7)).
/// One that stands is shut down; libgit2 goes on after `EINTR` there. Both are
/// repeated until the call is over, as either may come between two waits.
///
/// The signal is `SIGURG`, ignored by default, sent to the one thread that
/// makes the call.
final class Watchdog: Sendable {
    enum End: Sendable {
        case silence
        case cancellation
    }

    fileprivate struct State {
        var thread: pthread_t?
        var endpoint: RemoteEndpoint?
        var earlierConnections: [Int32: UInt] = [:]
        var deadline: ContinuousClock.Instant
        var end: End?
    }

    private let patience: Duration
    private let state: Mutex<State>

    /// - Parameter patience: how long nothing may move.
    init(patience: Duration) {
        self.patience = patience
        state = Mutex(State(deadline: .now + patience))
    }

    /// Why the call was ended; nil while it was not.
    var end: End? { state.withLock { $0.end } }

    /// Something moved: the patience starts anew.
    func stir() {
        state.withLock { $0.deadline = .now + patience }
    }

    /// Ends the call from another thread, also before it has begun.
    func cancel() {
        state.withLock {
            $0.end = $0.end ?? .cancellation
            $0.interrupt()
        }
    }

    /// Runs `body`, which blocks, on the calling thread.
    ///
    /// - Parameter endpoint: where it connects to; nil when it stays on this
    ///   machine.
    func guarding<Value, Failure: Error>(
        _ endpoint: RemoteEndpoint?,
        _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        Self.installHandler
        // Worker threads of Dispatch block all signals.
        var urgent = sigset_t()
        var previous = sigset_t()
        sigemptyset(&urgent)
        sigaddset(&urgent, SIGURG)
        pthread_sigmask(SIG_UNBLOCK, &urgent, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }

        state.withLock {
            $0.thread = pthread_self()
            $0.endpoint = endpoint
            $0.earlierConnections = endpoint?.connections() ?? [:]
            $0.deadline = .now + patience
        }
        defer { state.withLock { $0.thread = nil } }

        let timer = DispatchSource.makeTimerSource(queue: .global())
        timer.schedule(deadline: .now() + .milliseconds(50), repeating: .milliseconds(50))
        timer.setEventHandler { [self] in look() }
        timer.resume()
        defer { timer.cancel() }
        return try body()
    }

    private func look() {
        state.withLock {
            if $0.end == nil, .now >= $0.deadline { $0.end = .silence }
            if $0.end != nil { $0.interrupt() }
        }
    }

    private static let installHandler: Void = {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in }
        // Without SA_RESTART, or the system call would go on.
        action.sa_flags = 0
        sigaction(SIGURG, &action, nil)
        // Writing to a connection that was shut down, as TLS does to say goodbye, must not end the process.
        var current = sigaction()
        if sigaction(SIGPIPE, nil, &current) == 0, current.__sigaction_handler.sa_handler == nil {
            signal(SIGPIPE, SIG_IGN)
        }
    }()
}

extension Watchdog.State {
    /// The thread is set only while the call runs, and unset under the same
    /// lock: neither another call nor another thread is met.
    fileprivate func interrupt() {
        guard let thread else { return }
        pthread_kill(thread, SIGURG)
        endpoint?.endConnections(except: earlierConnections)
    }
}
