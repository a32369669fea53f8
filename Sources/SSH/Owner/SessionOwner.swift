internal import BrokerModel
internal import Glibc

/// The thread's side of a transport: drives one session, asks ``SessionMachine``
/// what to do, and answers callers. Used on its own thread only.
///
/// One turn: hear what the socket has, take demands, let time pass, do what can
/// be done, answer, wait for the socket, the wake pipe or the next deadline.
final class SessionOwner {
    private let destination: SSHDestination
    private let connector: any SessionConnector
    private let mailbox: Mailbox
    private var continuations: [Ticket: CheckedContinuation<Answer, Never>] = [:]
    private var closers: [CheckedContinuation<Answer, Never>] = []
    private var isStopping = false

    var machine: SessionMachine
    var session: (any Session)?
    var channels: [CallID: any SessionChannel] = [:]

    /// Where bytes of any channel pass through.
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)

    init(destination: SSHDestination, connector: any SessionConnector, mailbox: Mailbox) {
        self.destination = destination
        self.connector = connector
        self.mailbox = mailbox
        machine = SessionMachine(failures: SSHFailures(destination))
    }

    deinit {
        scratch.deallocate()
    }

    /// Works until the transport is closed.
    func run() {
        while !isStopping {
            hear()
            takeDemands()
            machine.elapse(to: .now)
            if let reason = machine.dropReason { lose(reason) }
            if machine.wantsSession { connect() }
            drive()
            deliver()
            if !isStopping { wait() }
        }
        accept(mailbox.close())
        machine.abandonAll(at: .now)
        deliver()
        session?.disconnect()
        lose("the connection was closed")
        for closer in closers { closer.resume(returning: .done) }
    }

    // MARK: - The session

    private func connect() {
        let patience = Patience(
            deadline: .now + destination.timeouts.connect, wake: mailbox.wakePipe,
            nextCheck: { [unowned self] in machine.nextDeadline },
            isWanted: { [unowned self] in
                takeDemands()
                machine.elapse(to: .now)
                deliver()
                return machine.wantsSession && !isStopping
            })
        do throws(ConnectProblem) {
            session = try connector.connect(patience)
            machine.didConnect(at: .now)
        } catch .failed(let failure) {
            machine.didFailToConnect(failure, at: .now)
        } catch {
            // Whoever wanted it has been answered.
        }
    }

    /// Takes what the socket has, so that a dead session is noticed before a
    /// call is put on it.
    private func hear() {
        guard let session else { return }
        do {
            if try session.hear() { machine.didHear(at: .now) }
            // What came before the end still has to be dealt with.
            if session.isEnded, channels.isEmpty, machine.opening == nil {
                lose(session.endReason)
            }
        } catch {
            lose("\(error)")
        }
    }

    func lose(_ response: String) {
        guard session != nil else { return }
        channels = [:]
        session = nil
        machine.dropReason = nil
        machine.didLoseSession(response, at: .now)
    }

    private func wait() {
        var entries = [pollfd(fd: mailbox.wakePipe.readEnd, events: Int16(POLLIN), revents: 0)]
        if let session { entries += session.interests }
        Poll.wait(&entries, until: machine.wantsSession ? .now : machine.nextDeadline)
    }

    // MARK: - Callers

    private func takeDemands() {
        mailbox.wakePipe.drain()
        accept(mailbox.take())
    }

    private func accept(_ letters: [Mailbox.Letter]) {
        for letter in letters {
            guard let demand = letter.demand else {
                isStopping = true
                if let closer = letter.continuation { closers.append(closer) }
                continue
            }
            continuations[letter.ticket] = letter.continuation
            machine.accept(demand, letter.ticket, at: .now)
        }
    }

    private func deliver() {
        for (ticket, answer) in machine.takeAnswers() {
            continuations.removeValue(forKey: ticket)?.resume(returning: answer)
        }
    }
}
