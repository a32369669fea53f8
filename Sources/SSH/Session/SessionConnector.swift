internal import BrokerModel

/// A way to get a ``Session``. Belongs to the thread that owns the session.
protocol SessionConnector: AnyObject {
    /// From the first packet to a session that takes commands.
    func connect(_ patience: Patience) throws(ConnectProblem) -> any Session
}

/// Why there is no session.
enum ConnectProblem: Error {
    case failed(Failure)
    /// Nobody wants it any more.
    case abandoned
}
