import Synchronization

/// How often what went wrong, over all seeds of a process: a fault that never
/// happens proves nothing.
final class FaultCount: Sendable {
    private let counts = Mutex<[Fault: Int]>([:])

    func note(_ fault: Fault) {
        counts.withLock { $0[fault, default: 0] += 1 }
    }

    /// One line each, as ``add(_:)`` reads it.
    var lines: [String] {
        counts.withLock { counts in
            counts.sorted { $0.key < $1.key }.map { "\(Self.mark)\($0.value) \($0.key.rawValue)" }
        }
    }

    /// Adds what another process counted.
    ///
    /// - Returns: false when the line is no count.
    func add(_ line: Substring) -> Bool {
        guard line.hasPrefix(Self.mark) else { return false }
        let words = line.dropFirst(Self.mark.count).split(separator: " ", maxSplits: 1)
        guard words.count == 2, let count = Int(words[0]), let fault = Fault(rawValue: String(words[1])) else {
            return false
        }
        counts.withLock { $0[fault, default: 0] += count }
        return true
    }

    /// What never happened.
    var missing: [Fault] {
        counts.withLock { counts in Fault.allCases.filter { counts[$0] == nil } }
    }

    private static let mark = "fault "
}
