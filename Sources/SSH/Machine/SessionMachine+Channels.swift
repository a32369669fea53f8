internal import BrokerModel

/// What the server did about our channels.
extension SessionMachine {
    mutating func didOpen(_ id: CallID) {
        opening = nil
        budget.opened()
        guard let call = calls[id] else { return }
        if call.isAbandoned {
            calls[id]?.phase = .running
        } else {
            calls[id]?.phase = .opened
            opened.append(id)
        }
    }

    mutating func didRefuseToOpen(_ id: CallID, at now: Instant) {
        opening = nil
        guard let call = calls[id], !call.isAbandoned else { return remove(id) }
        calls[id]?.phase = .waiting
        budget.refused(id, at: now)
    }

    mutating func didAnswerPing() {
        opening = nil
    }

    mutating func didStart(_ id: CallID, at now: Instant) {
        starting = nil
        guard var call = calls[id] else { return }
        call.phase = .running
        if !call.isAbandoned {
            switch call.kind {
            case .command:
                call.deadline = now + call.timeout + limits.killAfter + limits.grace
            case .stream:
                call.deadline = nil
                answer(call.opener, .done)
                call.opener = nil
            }
        }
        calls[id] = call
    }

    mutating func didRefuseToStart(_ id: CallID, at now: Instant) {
        starting = nil
        guard let call = calls[id] else { return }
        calls[id]?.phase = .running
        abandon(id, failures.commandFailed("the server refused to start it", during: call.attempted), at: now)
    }

    mutating func didSend(_ id: CallID, _ count: Int) {
        guard var call = calls[id], count > 0 else { return }
        call.input.removeFirst(count)
        call.writers = call.writers.compactMap { writer in
            guard writer.through > count else {
                answer(writer.ticket, .done)
                return nil
            }
            return (writer.ticket, writer.through - count)
        }
        calls[id] = call
    }

    mutating func didEndInput(_ id: CallID) {
        calls[id]?.endOfInputSent = true
    }

    mutating func didReceive(_ id: CallID, output bytes: some Collection<UInt8>, at now: Instant) {
        // No copy of the call is held here: appending would copy its buffer.
        guard let kind = calls[id]?.wantedKind else { return }
        calls[id]?.output.append(bytes)
        switch kind {
        case .stream: serveReaders(id)
        case .command: checkCollected(id, at: now)
        }
    }

    mutating func didReceive(_ id: CallID, errorOutput bytes: some Collection<UInt8>, at now: Instant) {
        guard let kind = calls[id]?.wantedKind else { return }
        calls[id]?.errorOutput.append(contentsOf: bytes)
        switch kind {
        case .stream:
            let excess = (calls[id]?.errorOutput.count ?? 0) - limits.errorTail
            if excess > 0 { calls[id]?.errorOutput.removeFirst(excess) }
        case .command:
            checkCollected(id, at: now)
        }
    }

    /// The server closed its side, and everything it sent has been taken.
    mutating func didEnd(_ id: CallID, _ ending: CommandResult.Ending, at now: Instant) {
        guard var call = calls[id] else { return }
        guard !call.isAbandoned else { return remove(id) }
        switch call.kind {
        case .command:
            answer(call.opener, commandAnswer(&call, ending, at: now))
            remove(id)
        case .stream:
            end(id, ending == .status(0) ? nil : streamFailure(call, ending))
        }
    }

    /// A stream's channel is gone, for better or worse.
    mutating func end(_ id: CallID, _ failure: Failure?) {
        guard var call = calls[id] else { return }
        budget.release(id)
        call.phase = .ended(failure)
        call.deadline = nil
        let late = failures.commandFailed("it ended before it took all of its input", during: call.attempted)
        for writer in call.writers {
            answer(writer.ticket, .failed(failure ?? late))
        }
        call.writers = []
        call.input = ByteQueue()
        calls[id] = call
        serveReaders(id)
    }

    private func commandAnswer(_ call: inout Call, _ ending: CommandResult.Ending, at now: Instant) -> Answer {
        // timeout(1) exits with 124; when it had to kill, the signal takes it
        // along. The elapsed time tells that from a command's own 124.
        let endings: [CommandResult.Ending] = [.status(124), .status(137), .signal("KILL")]
        if endings.contains(ending), let since = call.startedAt, now - since >= call.timeout {
            let how = "it ran for more than \(call.timeout) and was ended on the host"
            return .failed(failures.deadlineExceeded(with(call.errorOutput, how), during: call.attempted))
        }
        return .result(CommandResult(ending: ending, output: call.output.takeAll(), errorOutput: call.errorOutput))
    }

    private func streamFailure(_ call: Call, _ ending: CommandResult.Ending) -> Failure {
        let how =
            switch ending {
            case .status(let status): "it exited with status \(status)"
            case .signal(let name): "it was ended by signal \(name)"
            }
        return failures.commandFailed(with(call.errorOutput, how), during: call.attempted)
    }

    /// Appends the last of what a command said on standard error.
    private func with(_ errorOutput: [UInt8], _ how: String) -> String {
        var said = String(decoding: errorOutput.suffix(limits.errorTail), as: UTF8.self)
        while said.last?.isNewline == true { said.removeLast() }
        return said.isEmpty ? how : "\(how): \(said)"
    }

    private mutating func checkCollected(_ id: CallID, at now: Instant) {
        guard let call = calls[id], call.output.count + call.errorOutput.count > limits.collectedOutput else { return }
        let failure = failures.commandFailed(
            "it wrote more than \(limits.collectedOutput >> 20) MiB, which a command may not", during: call.attempted)
        abandon(id, failure, at: now)
    }
}
