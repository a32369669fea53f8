internal import BrokerModel
internal import DockerEngine
internal import SSH

/// The way to one host: its transport, its helper and its container engine.
///
/// Nothing is connected before it is needed.
actor HostLink {
    nonisolated let host: Host
    nonisolated let settings: FleetSettings
    nonisolated let clock: any Clock<Duration>
    private let deadlines: any Clock<Duration>

    private let makeTransport: TransportFactory
    private var transport: (any Transport)?
    private var mode: HelperMode?
    private var client: DockerClient?
    private(set) var leaseToken: Int?

    /// What the manifest lists only since this lease began.
    private var listedAnew: Set<ResourceAddress> = []

    nonisolated var name: HostName { host.name }

    init(
        _ host: Host, _ settings: FleetSettings, clock: any Clock<Duration>, deadlines: (any Clock<Duration>)? = nil,
        transport makeTransport: @escaping TransportFactory
    ) {
        self.host = host
        self.settings = settings
        self.clock = clock
        self.deadlines = deadlines ?? clock
        self.makeTransport = makeTransport
    }

    // MARK: - The helper

    /// Has the helper carry out verbs, one after the other.
    ///
    /// A verb that fails is in the answer's results; a request that fails as a
    /// whole is thrown.
    func run(_ verbs: [any HelperVerb], timeout: Duration = .seconds(60)) async throws -> HelperAnswer {
        let attempted = verbs.first?.attempted ?? "run the host helper"
        let token = leaseToken
        var refused: [Failure] = []
        for mode in HelperMode.allCases where mode >= (self.mode ?? .installed) {
            let command = mode.command(timeout: timeout) { requestBytes(verbs, script: $0, token: token) }
            let result = try await connection().run(command)
            switch try HelperReply(result, from: name, attempted: attempted) {
            case .unusable(let failure):
                refused.append(failure)
            case .answer(let answer):
                self.mode = mode
                // Cut short between two verbs: the results so far are good.
                let isUsable = answer.ending.outcome == .interrupted && !answer.results.isEmpty
                if answer.ending.outcome != .done, !isUsable {
                    throw failure(answer.ending, attempted: attempted, on: verbs.last?.subject)
                }
                return answer
            }
        }
        // Start from the beginning next time: somebody may have helped.
        mode = nil
        throw refused.last { $0.code == .privilegeRefused && !$0.response.contains("not found") }
            ?? refused.first ?? unusable(attempted)
    }

    /// Has the helper carry out one verb.
    ///
    /// - Throws: the failure the verb ended with.
    @discardableResult
    func run(_ verb: some HelperVerb, timeout: Duration = .seconds(60)) async throws -> HelperAnswer {
        let answer = try await run([verb], timeout: timeout)
        try check(answer.results.first, of: verb)
        return answer
    }

    /// - Throws: the failure a verb ended with.
    nonisolated func check(_ result: HelperResult?, of verb: any HelperVerb) throws {
        guard let result else { throw unusable(verb.attempted) }
        if result.outcome != .done { throw failure(result, attempted: verb.attempted, on: verb.subject) }
    }

    nonisolated func failure(_ result: HelperResult, attempted: String, on subject: String?) -> Failure {
        Failure(
            result.outcome.code, attempted: attempted,
            on: [name.text, subject].compactMap { $0 }.joined(separator: ", "),
            response: result.message.isEmpty ? result.outcome.name : PrintableText(result.message).tail,
            remedy: result.outcome.remedy)
    }

    private nonisolated func unusable(_ attempted: String) -> Failure {
        Failure(
            .commandFailed, attempted: attempted, on: name.text, response: "the host helper gave no result",
            remedy: "look at the host again and make a new plan")
    }

    /// Forgets how the helper was run: the next request uses the one that has
    /// just been installed.
    func helperWasInstalled() {
        mode = nil
    }

    /// A link to the same host with connections of its own.
    func another() -> HostLink {
        HostLink(host, settings, clock: clock, deadlines: deadlines, transport: makeTransport)
    }

    /// Runs the installed helper over a session of its own.
    ///
    /// - Throws: when it cannot be reached, or cannot be run.
    func proveInstalledHelper() async throws {
        let probe = another()
        do {
            let answer = try await probe.run([VersionVerb()], as: .installed)
            await probe.close()
            try check(answer.results.first, of: VersionVerb())
        } catch {
            await probe.close()
            throw error
        }
    }

    /// Runs verbs in this mode or not at all.
    private func run(_ verbs: [any HelperVerb], as mode: HelperMode) async throws -> HelperAnswer {
        let attempted = verbs.first?.attempted ?? "run the host helper"
        let command = mode.command(timeout: .seconds(30)) { requestBytes(verbs, script: $0, token: nil) }
        switch try HelperReply(try await connection().run(command), from: name, attempted: attempted) {
        case .unusable(let failure): throw failure
        case .answer(let answer): return answer
        }
    }

    private func requestBytes(_ verbs: [any HelperVerb], script: Digest?, token: Int?) -> [UInt8] {
        var request = HelperRequest(host: name, home: settings.home, token: token, script: script)
        for verb in verbs { verb.write(to: &request) }
        request.word("end")
        return request.bytes
    }

    // MARK: - The lease

    /// Works under a lease from now on, the engine's streams too: they are
    /// opened anew, so that a takeover can end them.
    func hold(_ token: Int?) async {
        leaseToken = token
        let old = client
        client = nil
        await old?.close()
    }

    var holdsLease: Bool { leaseToken != nil }

    /// Remembers what the manifest did not list before.
    func noteListed(_ addresses: Set<ResourceAddress>) {
        listedAnew = addresses
    }

    /// Whether the manifest lists something only since this lease began.
    func hasListedAnew(_ address: ResourceAddress) -> Bool { listedAnew.contains(address) }

    // MARK: - The engine

    func engine() -> DockerClient {
        if let client { return client }
        let new = DockerClient(host: name.text, clock: deadlines) { [self] in try await openEngine() }
        client = new
        return new
    }

    private func openEngine() async throws -> any ByteStream {
        // What runs the helper has to be known: a stream cannot try.
        if mode == nil { try await run(VersionVerb()) }
        let token = leaseToken
        let command = (mode ?? .installed).command(timeout: .seconds(30)) { script in
            var request = HelperRequest(host: name, home: settings.home, token: token, script: script)
            request.word("engine")
            return request.bytes
        }
        return try await connection().open(command)
    }

    // MARK: - The transport

    private func connection() throws -> any Transport {
        if let transport { return transport }
        let new = try makeTransport(host)
        transport = new
        return new
    }

    /// What reaches the host; nil while that is not known.
    var implementationInUse: HostAccess.Transport? { transport?.implementationInUse }

    /// Ends the connection. The next use connects again.
    func close() async {
        let (oldClient, oldTransport) = (client, transport)
        client = nil
        transport = nil
        await oldClient?.close()
        await oldTransport?.close()
    }
}
