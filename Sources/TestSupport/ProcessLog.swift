import Foundation
import Synchronization

/// Collects what a program says on standard error and tells when it has said
/// something in particular.
final class ProcessLog: Sendable {
    private struct State {
        var text = ""
        var isEnded = false
        var waiter: (phrase: String, continuation: CheckedContinuation<Bool, Never>)?
    }

    private let state = Mutex(State())

    /// Reads from the process until it ends.
    init(of process: ChildProcess) {
        Thread.detachNewThread { [self] in
            var bytes = [UInt8](repeating: 0, count: 4096)
            while case let count = read(process.errorOutput, &bytes, bytes.count), count > 0 {
                settle { $0.text += String(decoding: bytes[..<count], as: UTF8.self) }
            }
            close(process.errorOutput)
            settle { $0.isEnded = true }
        }
    }

    var text: String { state.withLock(\.text) }

    /// - Returns: `false` when the process ended without having said it.
    func wait(for phrase: String) async -> Bool {
        await withCheckedContinuation { continuation in
            settle { $0.waiter = (phrase, continuation) }
        }
    }

    private func settle(_ change: (inout State) -> Void) {
        let answer = state.withLock { state -> (CheckedContinuation<Bool, Never>, Bool)? in
            change(&state)
            guard let waiter = state.waiter else { return nil }
            let isSaid = state.text.contains(waiter.phrase)
            guard isSaid || state.isEnded else { return nil }
            state.waiter = nil
            return (waiter.continuation, isSaid)
        }
        answer?.0.resume(returning: answer?.1 ?? false)
    }
}
