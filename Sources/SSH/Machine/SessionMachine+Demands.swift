internal import BrokerModel

/// What callers ask for.
extension SessionMachine {
    mutating func accept(_ demand: Demand, _ ticket: Ticket, at now: Instant) {
        switch demand {
        case .start(let id, let kind, let command):
            let patience = kind == .command ? timeouts.queue : command.timeout
            calls[id] = Call(id, kind, command, limits: limits, deadline: now + patience)
            budget.enqueue(id, kind)
        case .read(let id):
            guard isUsable(id) else { return answerUnusable(ticket) }
            calls[id]?.readers.append(ticket)
            serveReaders(id)
        case .write(let id, let bytes):
            write(id, bytes, ticket)
        case .finishWriting(let id):
            guard isUsable(id) else { return answerUnusable(ticket) }
            calls[id]?.inputFinished = true
            answer(ticket, .done)
        case .close(let id):
            close(id, at: now)
            answer(ticket, .done)
        case .cancel(let cancelled):
            cancel(cancelled, at: now)
        }
    }

    /// Gives readers what is there: bytes, then the end or the failure.
    mutating func serveReaders(_ id: CallID) {
        guard var call = calls[id], let reader = call.readers.first else { return }
        if !call.output.isEmpty {
            call.readers.removeFirst()
            answer(reader, .bytes(call.output.takeAll()))
        }
        if case .ended(let failure) = call.phase, call.output.isEmpty {
            for ticket in call.readers {
                answer(ticket, failure.map(Answer.failed) ?? .bytes([]))
            }
            call.readers = []
        }
        calls[id] = call
    }

    private mutating func write(_ id: CallID, _ bytes: [UInt8], _ ticket: Ticket) {
        guard isUsable(id), var call = calls[id], !call.inputFinished else { return answerUnusable(ticket) }
        if case .ended(let failure) = call.phase {
            let late = failures.commandFailed("it ended before it took all of its input", during: call.attempted)
            return answer(ticket, .failed(failure ?? late))
        }
        guard !bytes.isEmpty else { return answer(ticket, .done) }
        call.input.append(bytes)
        call.writers.append((ticket, call.input.count))
        calls[id] = call
    }

    private mutating func close(_ id: CallID, at now: Instant) {
        guard let call = calls[id] else { return }
        let failure = Failure(
            .cancelled, attempted: call.attempted, on: failures.subject, response: "the stream was closed meanwhile")
        abandon(id, failure, at: now)
    }

    private mutating func cancel(_ ticket: Ticket, at now: Instant) {
        let concerned = calls.values.first { call in
            call.opener == ticket || call.readers.contains(ticket) || call.writers.contains { $0.ticket == ticket }
        }
        guard let concerned else { return }
        abandon(concerned.id, failures.cancelled(during: concerned.attempted), at: now)
    }

    private func isUsable(_ id: CallID) -> Bool {
        calls[id].map { !$0.isAbandoned } ?? false
    }

    private mutating func answerUnusable(_ ticket: Ticket) {
        let failure = Failure(
            .cancelled, attempted: "use a stream", on: failures.subject, response: "the stream is closed")
        answer(ticket, .failed(failure))
    }
}
