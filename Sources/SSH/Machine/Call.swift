internal import BrokerModel

/// The life of one command or stream on a channel.
struct Call: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// Where a call stands with the server.
    enum Phase: Sendable, Equatable {
        /// In the queue. Can transition to `opening`.
        case waiting
        /// The channel is being opened; can transition to `opened`, or back to
        /// `waiting` when the server refuses or the session is lost.
        case opening
        /// The channel stands, the command waits for its turn to be started.
        case opened
        /// The command was sent; can transition to `running`.
        case starting
        case running
        /// A stream whose channel is gone. Unread output may remain; after it
        /// comes the end, or the failure.
        case ended(Failure?)
    }

    let id: CallID
    let kind: CallKind

    /// What messages say was attempted.
    let attempted: String

    /// The line the login shell on the host gets.
    let commandLine: String

    let timeout: Duration
    var phase = Phase.waiting

    /// Nobody wants the call any more: its channel is closed as soon as the
    /// protocol allows, and its deadline is then that of the closing.
    var isAbandoned = false

    /// The closing is past its deadline: the host still holds the channel.
    var isOverdue = false

    /// Has been put back into the queue by a lost session once already.
    var isRetried = false

    var deadline: Instant?

    /// When the server was asked to start it: on the host it runs since then or
    /// later, whenever we learn of it.
    var startedAt: Instant?

    /// Who waits for the command's result or the stream's opening.
    var opener: Ticket?

    // Towards the host.
    var input = ByteQueue()
    var inputFinished: Bool
    var endOfInputSent = false

    /// Who waits until their bytes are on their way, and how many of the
    /// queued bytes that is, counted from the front.
    var writers: [(ticket: Ticket, through: Int)] = []

    // From the host.
    var output = ByteQueue()
    var errorOutput: [UInt8] = []
    var readers: [Ticket] = []

    init(_ id: CallID, _ kind: CallKind, _ command: RemoteCommand, limits: SessionLimits, deadline: Instant) {
        self.id = id
        self.kind = kind
        self.deadline = deadline
        timeout = command.timeout
        let line = command.words.commandLine
        attempted = "run \"\(line.prefix(160))\""
        // `exec` lets the command's own ending reach sshd, a signal included.
        switch kind {
        case .command:
            let kill = Self.seconds(limits.killAfter)
            commandLine = "exec timeout -k \(kill) \(Self.seconds(command.timeout)) \(line)"
        case .stream:
            commandLine = "exec \(line)"
        }
        input.append(command.input)
        inputFinished = kind == .command
        opener = Ticket(number: id.number)
    }

    /// `nil` when nobody wants the call any more.
    var wantedKind: CallKind? { isAbandoned ? nil : kind }

    /// Takes everybody who waits for this call.
    mutating func takeTickets() -> [Ticket] {
        defer {
            opener = nil
            readers = []
            writers = []
        }
        return (opener.map { [$0] } ?? []) + readers + writers.map(\.ticket)
    }

    /// timeout(1) takes decimal seconds; 0 would mean no limit at all.
    private static func seconds(_ duration: Duration) -> String {
        let milliseconds = max(1, Int64((duration / .milliseconds(1)).rounded(.up)))
        let rest = milliseconds % 1000
        guard rest != 0 else { return "\(milliseconds / 1000)" }
        let digits = String(1000 + rest).dropFirst()
        return "\(milliseconds / 1000).\(digits)"
    }
}
