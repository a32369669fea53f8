internal import BrokerModel

/// An exchange that failed on an open connection; what fails while a connection
/// is opened is never one.
struct ExchangeError: Error {
    let cause: any Error

    /// Whether the connection broke, rather than the engine answering badly,
    /// late, or the caller losing interest.
    var isBrokenConnection: Bool {
        switch cause {
        case HTTPProtocolError.ended: true
        // The second when the process behind the stream ended with a status.
        case let failure as Failure: failure.code == .connectionLost || failure.code == .commandFailed
        default: false
        }
    }
}
