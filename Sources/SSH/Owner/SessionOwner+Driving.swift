/// Moving bytes between the machine and the session.
extension SessionOwner {
    /// Does everything that can be done without waiting.
    func drive() {
        do {
            while let session, try turn(session) {}
            try session?.flush()
        } catch {
            lose(session.flatMap { $0.isEnded ? $0.endReason : nil } ?? "\(error)")
        }
    }

    /// One round over everything under way; whether anything came of it.
    private func turn(_ session: any Session) throws -> Bool {
        var progress = try setUp(session)
        for id in machine.channels {
            guard let channel = channels[id] else { continue }
            if try move(id, channel, session) { progress = true }
        }
        return progress
    }

    // MARK: - Opening and starting

    private func setUp(_ session: any Session) throws -> Bool {
        machine.schedule(at: .now)
        var progress = false
        if let opening = machine.opening {
            switch opening {
            case .ping:
                if case .done = try session.ping() {
                    machine.didAnswerPing()
                    progress = true
                }
            case .call(let id):
                if case .done(let channel) = try session.openChannel() {
                    progress = true
                    channels[id] = channel
                    channel == nil ? machine.didRefuseToOpen(id, at: .now) : machine.didOpen(id)
                }
            }
        }
        if let id = machine.starting, let channel = channels[id] {
            if case .done(let isStarted) = try channel.start(machine.commandLine(of: id)) {
                progress = true
                isStarted ? machine.didStart(id, at: .now) : machine.didRefuseToStart(id, at: .now)
            }
        }
        return progress
    }

    // MARK: - Running

    private func move(_ id: CallID, _ channel: any SessionChannel, _ session: any Session) throws -> Bool {
        let wish = machine.wish(of: id, limit: 32 << 10)
        var progress = false
        if wish.discard {
            _ = try channel.close()
            progress = try discard(channel)
        } else {
            progress = try read(id, channel, wish)
            if try send(id, channel, wish, session) { progress = true }
        }
        if try channel.isEnded() {
            let ending = channel.ending
            if channel.free() {
                channels[id] = nil
                machine.didEnd(id, ending, at: .now)
                return true
            }
        }
        return progress
    }

    private func read(_ id: CallID, _ channel: any SessionChannel, _ wish: ChannelWish) throws -> Bool {
        var progress = false
        // Standard error first: it explains how the output ended.
        let said = try channel.read(.errorOutput, into: scratch)
        if said > 0 {
            machine.didReceive(id, errorOutput: UnsafeRawBufferPointer(rebasing: scratch[..<said]), at: .now)
            progress = true
        }
        guard wish.readOutput else { return progress }
        let written = try channel.read(.output, into: scratch)
        if written > 0 {
            machine.didReceive(id, output: UnsafeRawBufferPointer(rebasing: scratch[..<written]), at: .now)
            progress = true
        }
        return progress
    }

    private func send(
        _ id: CallID, _ channel: any SessionChannel, _ wish: ChannelWish, _ session: any Session
    ) throws -> Bool {
        if !wish.input.isEmpty {
            try session.flush()
            guard !session.isCongested else { return false }
            let count = try channel.write(wish.input)
            machine.didSend(id, count)
            return count > 0
        }
        if wish.endInput, case .done = try channel.endInput() {
            machine.didEndInput(id)
            return true
        }
        return false
    }

    private func discard(_ channel: any SessionChannel) throws -> Bool {
        let said = try channel.read(.errorOutput, into: scratch)
        let written = try channel.read(.output, into: scratch)
        return said + written > 0
    }
}
