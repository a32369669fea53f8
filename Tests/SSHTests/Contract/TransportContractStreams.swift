import BrokerModel
import SSH
import Testing

/// What every transport does with streams.
@Suite struct TransportContractStreams {
    @Test(arguments: ContractSubject.all)
    func aStreamAnswersBesideCommands(_ subject: ContractSubject) async throws {
        try await subject.withTransport { transport in
            let stream = try await transport.open(RemoteCommand(["cat"], input: Array("first\n".utf8)))
            #expect(try await stream.readLine() == "first\n")
            for round in 0..<20 {
                async let result = transport.shell("echo \(round)")
                try await stream.write(Array("line \(round)\n".utf8))
                #expect(try await stream.readLine() == "line \(round)\n")
                #expect(try await result.output.text == "\(round)\n")
            }
            try await stream.finishWriting()
            #expect(try await stream.read() == [])
            #expect(try await stream.read() == [])
            await stream.close()
            await stream.close()
        }
    }

    @Test(arguments: ContractSubject.all)
    func readingAndWritingGoOnAtTheSameTime(_ subject: ContractSubject) async throws {
        let input = [UInt8].pattern(8 << 20, seed: 11)
        try await subject.withTransport { transport in
            let stream = try await transport.open(RemoteCommand(["cat"]))
            async let output = stream.readAll()
            for start in stride(from: 0, to: input.count, by: 100_000) {
                try await stream.write(Array(input[start..<min(start + 100_000, input.count)]))
            }
            try await stream.finishWriting()
            #expect(try await output == input)
            await stream.close()
        }
    }

    @Test(arguments: ContractSubject.all)
    func aReaderThatDoesNotReadStopsOnlyItself(_ subject: ContractSubject) async throws {
        try await subject.withTransport { transport in
            let stuck = try await transport.open(
                RemoteCommand(["sh", "-c", "head -c 20000000 /dev/zero; echo > ~/written"]))
            // In the time of these, the stream would have been through thrice.
            #expect(try await transport.shell("head -c 60000000 /dev/zero").output.count == 60_000_000)
            let other = try await transport.open(RemoteCommand(["cat"]))
            try await other.write(Array("flows\n".utf8))
            #expect(try await other.readLine() == "flows\n")
            // What nobody reads stays on the host.
            #expect(try await transport.shell("[ ! -e ~/written ]").succeeded)
            #expect(try await stuck.readAll().count == 20_000_000)
            await stuck.close()
            await other.close()
        }
    }

    @Test(arguments: ContractSubject.all)
    func aLongOutputPassesWithoutBeingHeld(_ subject: ContractSubject) async throws {
        try await subject.withTransport { transport in
            let script = "for i in $(seq 64); do head -c 1048576 /dev/zero; echo >> ~/sent; done"
            let stream = try await transport.open(RemoteCommand(["sh", "-c", script]))
            var count = 0
            for _ in 0..<48 {
                count += try await stream.read(atLeast: 1 << 20).count
                // What the host has sent beyond what was read is held somewhere
                // between: in pipes, windows and buffers, all of them bounded.
                let sent = try await transport.shell("cat ~/sent").output.count
                #expect(sent <= (count >> 20) + 6, "read \(count >> 20) MiB, sent \(sent)")
            }
            count += try await stream.readAll().count
            #expect(count == 64 << 20)
            await stream.close()
        }
    }

    @Test(arguments: ContractSubject.all)
    func aFailedStreamTellsWhatItSaid(_ subject: ContractSubject) async throws {
        try await subject.withTransport { transport in
            let stream = try await transport.open(RemoteCommand(["sh", "-c", "echo some; echo no engine >&2; exit 7"]))
            #expect(try await stream.readLine() == "some\n")
            let problem = try await failure { _ = try await stream.read() }
            #expect(problem.code == .commandFailed)
            #expect(problem.response == "it exited with status 7: no engine")
            await stream.close()
        }
    }

    @Test(arguments: ContractSubject.all)
    func cancellingAReadClosesTheStreamOnly(_ subject: ContractSubject) async throws {
        try await subject.withTransport { transport in
            let stream = try await transport.open(RemoteCommand(["cat"]))
            let task = Task { try await stream.read() }
            #expect(try await transport.shell("true").succeeded)
            task.cancel()
            #expect(try await failure { _ = try await task.value }.code == .cancelled)
            #expect(try await failure { try await stream.write([1]) }.code == .cancelled)
            #expect(try await transport.shell("echo on").output.text == "on\n")
        }
    }

    @Test(arguments: ContractSubject.all)
    func streamsLeaveChannelsToCommands(_ subject: ContractSubject) async throws {
        try await subject.withTransport { transport in
            var streams: [any ByteStream] = []
            for _ in 0..<5 { streams.append(try await transport.open(RemoteCommand(["cat"]))) }
            // A sixth has to wait, and lets commands pass.
            let problem = try await failure {
                _ = try await transport.open(RemoteCommand(["cat"], timeout: .milliseconds(200)))
            }
            #expect(problem.code == .deadlineExceeded)
            #expect(problem.response.contains("5 streams"))
            async let sixth = transport.open(RemoteCommand(["cat"]))
            #expect(try await transport.shell("true").succeeded)
            await streams.removeLast().close()
            streams.append(try await sixth)
            for stream in streams { await stream.close() }
        }
    }

    @Test(arguments: ContractSubject.all)
    func aStreamThatIsDroppedGivesItsChannelBack(_ subject: ContractSubject) async throws {
        try await subject.withTransport { transport in
            for _ in 0..<12 { _ = try await transport.open(RemoteCommand(["cat"], timeout: .seconds(5))) }
        }
    }
}
