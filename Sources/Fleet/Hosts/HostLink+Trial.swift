internal import BrokerModel

extension HostLink {
    /// How long the host waits for us to come back. Systemd is waited for a minute at
    /// most, and as long again when the former configuration has to be loaded; the
    /// cluster for a minute and a half.
    private static let patience = 180

    /// Makes a change that could cut the host off: the host keeps a way back and
    /// takes it by itself, unless a connection that is opened after the change says
    /// that it may stay.
    ///
    /// - Throws: what `change` throws; ``Failure`` with `rolledBack` when there is no
    ///   way to the host any more, or there was none in time.
    func onTrial(_ subject: TrialSubject, _ change: () async throws -> Void) async throws {
        let arming = subject.arming(for: Self.patience)
        let armed = try await run([arming])
        try check(armed.results.first, of: arming)
        try await change()
        // Nothing was kept where nothing was replaced.
        guard armed.results.first?.message.isEmpty == true else { return }
        for pause in [Duration.seconds(2), .seconds(10), nil] {
            do {
                return try await confirm()
            } catch let failure as Failure {
                guard failure.code.retry == .transient, let pause else { throw Self.cutOff(name, subject, failure) }
                try await clock.sleep(for: pause)
            }
        }
    }

    private func confirm() async throws {
        let other = another()
        await other.hold(leaseToken)
        do {
            try await other.run(TrialVerb(action: .confirm))
            await other.close()
        } catch {
            await other.close()
            throw error
        }
    }

    private static func cutOff(_ host: HostName, _ subject: TrialSubject, _ failure: Failure) -> Failure {
        Failure(
            .rolledBack, attempted: "come back over a new connection after \(subject.change)", on: host.text,
            response: failure.response, remedy: "within \(patience) seconds the host \(subject.wayBack)")
    }
}
