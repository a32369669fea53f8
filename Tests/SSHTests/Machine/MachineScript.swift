@testable import BrokerModel
@testable import SSH

/// A session machine, a clock that is set by hand, and short words for what
/// callers and the server do.
struct MachineScript {
    var machine: SessionMachine
    var now = ContinuousClock.now
    private var lastNumber: UInt64 = 0

    init(limits: SessionLimits = SessionLimits(), timeouts: SSHTimeouts = SSHTimeouts(), isConnected: Bool = true) {
        let destination = SSHDestination(
            name: "testhost", address: "192.0.2.1", user: "gb", hostKeys: [], identityFile: "/dev/null",
            timeouts: timeouts)
        machine = SessionMachine(failures: SSHFailures(destination), limits: limits)
        if isConnected { machine.didConnect(at: now) }
    }

    // MARK: - Callers

    mutating func start(_ kind: CallKind, _ words: [String] = ["true"], timeout: Duration = .seconds(30)) -> CallID {
        lastNumber += 1
        let id = CallID(number: lastNumber)
        machine.accept(.start(id, kind, RemoteCommand(words, timeout: timeout)), Ticket(number: lastNumber), at: now)
        machine.schedule(at: now)
        return id
    }

    mutating func demand(_ demand: Demand) -> Ticket {
        lastNumber += 1
        machine.accept(demand, Ticket(number: lastNumber), at: now)
        return Ticket(number: lastNumber)
    }

    // MARK: - The server

    /// Lets a call get as far as running.
    mutating func letRun(_ id: CallID) {
        machine.schedule(at: now)
        machine.didOpen(id)
        machine.schedule(at: now)
        machine.didStart(id, at: now)
        machine.schedule(at: now)
    }

    mutating func running(_ kind: CallKind, timeout: Duration = .seconds(30)) -> CallID {
        let id = start(kind, timeout: timeout)
        letRun(id)
        _ = machine.takeAnswers()
        return id
    }

    mutating func advance(_ duration: Duration) {
        now += duration
        machine.elapse(to: now)
        machine.schedule(at: now)
    }

    // MARK: - Outcomes

    /// The answers since the last time, as `ticket: text`.
    mutating func answers() -> [String] {
        machine.takeAnswers().map { ticket, answer in
            switch answer {
            case .result(let result): "\(ticket.number): \(result.ending) \(result.output.text)"
            case .bytes(let bytes): "\(ticket.number): \"\(bytes.text)\""
            case .done: "\(ticket.number): done"
            case .failed(let failure): "\(ticket.number): \(failure.code.name)"
            }
        }
    }
}
