internal import BrokerModel

/// What a caller gets for its ticket.
enum Answer: Sendable, Equatable {
    case result(CommandResult)
    case bytes([UInt8])
    case done
    case failed(Failure)
}
