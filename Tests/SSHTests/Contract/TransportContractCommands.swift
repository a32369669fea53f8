import BrokerModel
import SSH
import Testing

/// What every transport does with commands.
@Suite struct TransportContractCommands {
    @Test(arguments: ContractSubject.all)
    func outputErrorsAndStatusComeBack(_ subject: ContractSubject) async throws {
        try await subject.withTransport { transport in
            let result = try await transport.shell("echo out; echo err >&2; exit 3")
            #expect(result.ending == .status(3))
            #expect(result.output.text == "out\n")
            #expect(result.errorOutput.text == "err\n")
            #expect(!result.succeeded)
        }
    }

    @Test(arguments: ContractSubject.all)
    func aSignalIsToldByName(_ subject: ContractSubject) async throws {
        try await subject.withTransport { transport in
            let result = try await transport.shell("kill -TERM $$")
            #expect(result.ending == .signal("TERM"))
        }
    }

    @Test(arguments: ContractSubject.all)
    func argumentsArriveAsTheyAre(_ subject: ContractSubject) async throws {
        let arguments = ["", "a b", "it's", "$HOME `id` \\ \"", "*", "new\nline", "é–💨", "-n", "~"]
        try await subject.withTransport { transport in
            let result = try await transport.run(RemoteCommand(["printf", "%s|"] + arguments))
            #expect(result.output.text == arguments.map { $0 + "|" }.joined())
        }
    }

    @Test(arguments: ContractSubject.all)
    func aProgramThatIsMissingIsAResult(_ subject: ContractSubject) async throws {
        try await subject.withTransport { transport in
            let result = try await transport.run(RemoteCommand(["no-such-program"]))
            #expect(result.ending == .status(127))
        }
    }

    @Test(arguments: ContractSubject.all)
    func largeInputIsEchoed(_ subject: ContractSubject) async throws {
        let input = [UInt8].pattern(8 << 20, seed: 7)
        try await subject.withTransport { transport in
            let result = try await transport.run(RemoteCommand(["cat"], input: input))
            #expect(result.succeeded)
            #expect(result.output == input)
        }
    }

    @Test(arguments: ContractSubject.all)
    func inputNobodyReadsDoesNotHang(_ subject: ContractSubject) async throws {
        let input = [UInt8](repeating: 0, count: 4 << 20)
        try await subject.withTransport { transport in
            let result = try await transport.run(RemoteCommand(["true"], input: input))
            #expect(result.succeeded)
            #expect(try await transport.shell("exec <&-; echo done", input: input).output.text == "done\n")
        }
    }

    @Test(arguments: ContractSubject.all)
    func bothOutputsAreDrainedTogether(_ subject: ContractSubject) async throws {
        try await subject.withTransport { transport in
            let script = "head -c 3000000 /dev/zero >&2; head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2"
            let result = try await transport.shell(script)
            #expect(result.output.count == 3_000_000)
            #expect(result.errorOutput.count == 6_000_000)
        }
    }

    @Test(arguments: ContractSubject.all)
    func fortyCommandsShareTenChannels(_ subject: ContractSubject) async throws {
        try await subject.withTransport { transport in
            let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for number in 0..<40 {
                    group.addTask {
                        (number, try await transport.shell("sleep 0.02; echo \(number)").output.text)
                    }
                }
                return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
            }
            #expect(answers == Dictionary(uniqueKeysWithValues: (0..<40).map { ($0, "\($0)\n") }))
        }
    }

    @Test(arguments: ContractSubject.all)
    func aCommandPastItsTimeIsEndedOnTheHost(_ subject: ContractSubject) async throws {
        try await subject.withTransport { transport in
            let problem = try await failure {
                _ = try await transport.shell(
                    "echo $$ > ~/pid; echo busy >&2; exec sleep 300", timeout: .milliseconds(300))
            }
            #expect(problem.code == .deadlineExceeded)
            #expect(problem.response.contains("0.3 seconds"))
            #expect(problem.response.hasSuffix(": busy"))
            #expect(try await !transport.shell("kill -0 $(cat ~/pid) 2>/dev/null").succeeded)
        }
    }

    @Test(arguments: ContractSubject.all)
    func aStatusOf124OfItsOwnIsAResult(_ subject: ContractSubject) async throws {
        try await subject.withTransport { transport in
            let result = try await transport.shell("exit 124")
            #expect(result.ending == .status(124))
        }
    }

    @Test(arguments: ContractSubject.all)
    func cancellingLeavesTheSessionToOthers(_ subject: ContractSubject) async throws {
        try await subject.withTransport { transport in
            let other = try await transport.open(RemoteCommand(["cat"]))
            let task = Task { try await transport.shell("touch ~/started; exec sleep 20", timeout: .seconds(20)) }
            try await transport.wait(for: "[ -e ~/started ]")
            task.cancel()
            let problem = try await failure { _ = try await task.value }
            #expect(problem.code == .cancelled)
            try await other.write(Array("still here\n".utf8))
            #expect(try await other.readLine() == "still here\n")
            #expect(try await transport.shell("echo on").output.text == "on\n")
            await other.close()
        }
    }

    @Test(arguments: ContractSubject.all)
    func aCancelledTaskSendsNothing(_ subject: ContractSubject) async throws {
        try await subject.withTransport { transport in
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                return try await transport.shell("touch ~/ran")
            }
            task.cancel()
            let problem = try await failure { _ = try await task.value }
            #expect(problem.code == .cancelled)
            #expect(try await transport.shell("[ ! -e ~/ran ]").succeeded)
        }
    }

    @Test(arguments: ContractSubject.all)
    func aBrokenConnectionFailsItsCallsAndIsReplaced(_ subject: ContractSubject) async throws {
        try await subject.withHost { host in
            try await host.withTransport { transport in
                let stream = try await transport.open(RemoteCommand(["cat"]))
                let task = Task { try await transport.shell("touch ~/started; exec sleep 30") }
                try await transport.wait(for: "[ -e ~/started ]")
                await host.breakConnections()
                let problem = try await failure { _ = try await task.value }
                #expect(problem.code == .connectionLost)
                #expect(problem.subject.contains("testhost"))
                #expect(try await failure { _ = try await stream.read() }.code == .connectionLost)
                #expect(try await transport.shell("echo again").output.text == "again\n")
            }
        }
    }

    @Test(arguments: ContractSubject.all)
    func aConnectionThatBrokeWhileIdleIsReplaced(_ subject: ContractSubject) async throws {
        try await subject.withHost { host in
            try await host.withTransport { transport in
                for _ in 0..<5 {
                    let result = try await transport.shell("true")
                    #expect(result.succeeded)
                    await host.breakConnections()
                }
            }
        }
    }

    @Test(arguments: ContractSubject.all)
    func closingEndsEverything(_ subject: ContractSubject) async throws {
        try await subject.withTransport { transport in
            let stream = try await transport.open(RemoteCommand(["cat"]))
            let task = Task { try await transport.shell("touch ~/started; exec sleep 30") }
            try await transport.wait(for: "[ -e ~/started ]")
            await transport.close()
            #expect(try await failure { _ = try await task.value }.code == .cancelled)
            #expect(try await failure { _ = try await stream.read() }.code == .cancelled)
            #expect(try await failure { _ = try await transport.shell("true") }.code == .cancelled)
            await transport.close()
        }
    }
}
