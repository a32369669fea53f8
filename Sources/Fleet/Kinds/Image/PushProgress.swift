internal import Execution
internal import Synchronization

/// Tells how much of an image is sent, not more often than is worth it.
final class PushProgress: Sendable {
    /// Bytes between two reports.
    private static let stride: Int64 = 1 << 20

    private struct State {
        var total: Int64 = 0
        var reported: Int64 = 0
    }

    private let report: @Sendable (StepProgress) -> Void
    private let state = Mutex(State())

    init(_ report: @escaping @Sendable (StepProgress) -> Void) {
        self.report = report
    }

    func begin(total: Int64) {
        state.withLock { $0 = State(total: total) }
        report(StepProgress(done: 0, total: total))
    }

    var sent: @Sendable (Int64) -> Void {
        { [self] bytes in
            let progress = state.withLock { state -> StepProgress? in
                guard bytes - state.reported >= Self.stride || bytes >= state.total else { return nil }
                state.reported = bytes
                return StepProgress(done: bytes, total: state.total)
            }
            if let progress { report(progress) }
        }
    }
}
