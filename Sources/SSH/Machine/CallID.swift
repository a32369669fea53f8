/// One command or stream, for the life of a transport.
struct CallID: Hashable, Sendable {
    let number: UInt64
}

/// One caller waiting for one answer. The ticket of a call's first answer
/// carries the call's own number.
struct Ticket: Hashable, Sendable {
    let number: UInt64
}
