import BrokerModel
import Forge
import Logging
import Previews
import Reconciliation

extension PreviewDesk {
    /// Who lists changes is asked again soon; a limit of the forge does not hold up
    /// the previews of branches.
    private static let listing = Patience(attempts: 2, longestPause: .seconds(5))

    /// As `isobar.yaml` has it.
    init(
        _ configuration: ControllerConfiguration, clock: @escaping @Sendable () -> Timestamp,
        timer: any Clock<Duration>, log: Logger
    ) {
        guard let settings = configuration.forge, configuration.previews.pullRequests,
            let lister = ForgeClient(settings, patience: Self.listing, timer: timer, clock: clock),
            let writer = ForgeClient(settings, timer: timer, clock: clock)
        else {
            self.init(clock: clock, log: log)
            return
        }
        let publisher = PreviewPublisher(writer, limit: settings.kind.commentLimit, timer: timer, log: log)
        self.init(
            forge: lister, publisher: publisher, queue: settings.kind.queue, clock: clock, log: log)
    }
}

extension ForgeKind {
    /// GitHub, "Managing a merge queue": a temporary branch for each group, and checks
    /// that have to pass on its head.
    fileprivate var queue: String? { self == .github ? "gh-readonly-queue/" : nil }

    fileprivate var commentLimit: CommentLimit {
        switch self {
        case .github: .github
        case .gitlab: .gitlab
        case .gitea: .gitea
        }
    }
}
