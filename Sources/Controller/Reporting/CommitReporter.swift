import BrokerModel
import Decisions
import Forge
import Logging
import Reconciliation

/// Brings to the forge what it shall show beside commits. Of one commit only the
/// newest report counts.
struct CommitReporter: Sendable {
    private let client: ForgeClient
    private let outbox: ForgeOutbox<CommitProgress.Report>

    /// How the forge calls what is shown, beside the results of others.
    static let context = "isobar/rollout"

    /// Nil where no forge is told anything.
    init?(
        _ configuration: ControllerConfiguration, clock: @escaping @Sendable () -> Timestamp,
        timer: any Clock<Duration>, log: Logger
    ) {
        guard let settings = configuration.forge,
            let client = ForgeClient(settings, timer: timer, clock: clock)
        else { return nil }
        self.client = client
        let untold = UntoldReports(besideLedger: configuration.database, log: log)
        outbox = ForgeOutbox(timer: timer, log: log, left: untold.read(), keeping: untold.write) { older, newer in
            older.commit == newer.commit ? newer : nil
        }
    }

    /// Returns at once.
    func take(_ report: CommitProgress.Report) { outbox.take(report) }

    /// Reports until the task is cancelled, or all is told after ``finish(within:_:)``.
    func run() async {
        await outbox.run { report in
            let about: Logger.Metadata = ["commit": "\(report.commit)", "state": "\(report.state.rawValue)"]
            return await outbox.attempt("a status", about) {
                try await client.set(
                    CommitStatus(
                        commit: report.commit, state: report.state.atForge, context: Self.context,
                        summary: report.summary))
            }
        }
    }

    /// Takes nothing more, and gives what waits some time to arrive.
    func finish(within limit: Duration, _ running: Task<Void, Never>) async {
        await outbox.finish(within: limit, running)
    }
}

extension CommitProgress.State {
    fileprivate var atForge: CommitStatus.State {
        switch self {
        case .pending: .pending
        case .success: .success
        case .failure: .failure
        }
    }
}
