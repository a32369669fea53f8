/// What is to be done on one channel as far as the server lets us.
struct ChannelWish: Sendable, Equatable {
    /// The call is over for its caller: throw away what comes and close.
    var discard = false

    /// There is room for standard output. Standard error always has room.
    var readOutput = false

    /// Bytes to send, from the front.
    var input: ArraySlice<UInt8> = []

    /// After the input: say that nothing more comes.
    var endInput = false
}
