internal import BrokerModel
internal import Synchronization

/// Which implementation `auto` came to, for those who ask from other threads.
final class TransportChoice: Sendable {
    private let state = Mutex<HostAccess.Transport?>(nil)

    /// Nil before a host was reached for the first time.
    var made: HostAccess.Transport? { state.withLock { $0 } }

    func note(_ implementation: HostAccess.Transport) {
        state.withLock { $0 = implementation }
    }
}
