internal import Glibc

/// An authenticated session with a host, as the thread that owns it drives it.
///
/// Nothing here waits: what cannot be done before bytes arrive answers
/// ``Attempt/again`` and is asked again after ``hear()``. An error thrown by any
/// of it means that the session is broken.
protocol Session: AnyObject {
    /// Takes what the host sent so far.
    ///
    /// - Returns: Whether any byte came from the host.
    func hear() throws -> Bool

    /// Gives the socket what it takes of what is to be sent.
    func flush() throws

    /// The other side said that nothing more comes.
    var isEnded: Bool { get }

    /// More waits to be sent than should be added to.
    var isCongested: Bool { get }

    /// What to wait for with poll(2).
    var interests: [pollfd] { get }

    /// Asks for a channel that can start a command; repeat until it is done.
    /// `nil`: the server refused.
    func openChannel() throws -> Attempt<(any SessionChannel)?>

    /// Asks the host for a sign of life; repeat until it is done.
    func ping() throws -> Attempt<Void>

    /// Why the session ended, once ``isEnded``, in a clause.
    var endReason: String { get }

    /// Says goodbye, as far as that can be done at once.
    func disconnect()
}
