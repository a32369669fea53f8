/// Somebody who follows the events of one engine.
struct EventSubscription: Sendable {
    /// Why no more will come.
    enum End: Sendable {
        /// The engine stopped: the answer ends as it should.
        case engine
        case connection
    }

    let ticket: EngineTicket
    private let query: EventQuery

    /// The containers as they were when somebody last looked, and when.
    private var known: (containers: [String: SimulatedContainer], at: Duration)

    /// What is on its way.
    private var bytes: [UInt8] = []
    private(set) var end: End?
    var reader: CheckedContinuation<Void, Never>?

    init(_ call: EngineCall, _ ticket: EngineTicket, _ host: SimulatedHost, at now: Duration) {
        self.ticket = ticket
        query = EventQuery(call)
        known = (host.containers, now)
    }

    /// What happened since, in lines.
    mutating func news(_ containers: [String: SimulatedContainer], at now: Duration) -> [String] {
        let events = SimulatedEvent.between(known.containers, at: known.at, containers, at: now)
        known = (containers, now)
        let moment = EngineTime(now)
        return events.filter(query.includes).map { $0.line(at: moment.seconds, nanoseconds: moment.nanoseconds) }
    }

    /// - Parameter isWhole: false leaves the second half out.
    mutating func add(_ line: String, isWhole: Bool = true) {
        guard end == nil else { return }
        let chunk = Array("\(String(line.utf8.count, radix: 16))\r\n\(line)\r\n".utf8)
        bytes += isWhole ? chunk[...] : chunk.prefix(chunk.count / 2)
    }

    mutating func finish(_ end: End) {
        guard self.end == nil else { return }
        self.end = end
        if end == .engine { bytes += Array("0\r\n\r\n".utf8) }
    }

    /// Whether there is something that its reader does not know yet.
    var hasNews: Bool { !bytes.isEmpty || end != nil }

    /// What arrived; empty when nothing has.
    mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }
}
