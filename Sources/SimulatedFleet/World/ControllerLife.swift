import Synchronization

/// Whether a simulated controller's process still lives.
///
/// One that was killed can do nothing more: whatever it tries throws, so that
/// all of it comes to its end without an effect.
public final class ControllerLife: Sendable {
    /// What a dead process gets.
    public struct Ended: Error {
        public init() {}
    }

    /// How many controllers there were before, plus one.
    public let number: Int
    private let alive = Mutex(true)

    public init(number: Int) {
        self.number = number
    }

    public var isAlive: Bool { alive.withLock { $0 } }

    public func end() {
        alive.withLock { $0 = false }
    }

    public func check() throws {
        if !isAlive { throw Ended() }
    }
}
