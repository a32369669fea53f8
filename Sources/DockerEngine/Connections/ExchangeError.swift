internal import BrokerModel

/// An exchange that failed on an open connection, with what is needed to
/// decide whether it may be repeated.
struct ExchangeError: Error {
    let attempt: Attempt
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
