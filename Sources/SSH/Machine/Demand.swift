/// What a caller asks of the thread that owns a session.
enum Demand: Sendable {
    case start(CallID, CallKind, RemoteCommand)
    case read(CallID)
    case write(CallID, [UInt8])
    case finishWriting(CallID)
    case close(CallID)
    /// The task that waits for a ticket was cancelled.
    case cancel(Ticket)
}

/// The two ways to use a channel.
enum CallKind: Sendable, Equatable {
    /// Runs to its end; its output is collected.
    case command
    /// Lives until it is closed; its output is read piece by piece.
    case stream
}
