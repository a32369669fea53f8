public import BrokerModel
import Forge
import Logging
public import Previews
import Reconciliation

/// Keeps previews of what is not merged yet up to date with every look of the service.
///
/// Every refresh compares what is shown with what is there: how often it is asked,
/// and in which order, makes no difference.
public actor PreviewDesk {
    /// A preview that is shown.
    public struct Shown: Sendable {
        public var subject: PreviewSubject
        public var preview: Preview

        /// When it was made.
        public var madeAt: Timestamp
    }

    /// What previews are made on; another one makes them anew.
    struct Ground: Equatable {
        var base: CommitID
        var broker: CentreID

        /// Of the look's own plan: another one where hosts moved.
        var plan: Digest?

        /// Why there is none.
        var failure: Failure?
    }

    /// How many are made of one look; the others follow with the next.
    private static let mostProposals = 100

    let forge: ForgeClient?
    let publisher: PreviewPublisher?

    /// What the names of branches begin with that the forge makes to try out what
    /// waits in a merge queue; nil where it makes none. Nobody reads their previews, yet
    /// the queue stands still until their heads have the status.
    let queue: String?
    let clock: @Sendable () -> Timestamp
    let log: Logger

    var shownPreviews = ShownPreviews()

    /// By which commits changes came to the head of the branch, as the forge told it.
    var origin: (commit: CommitID, brought: [Int: [CommitID]], askedAt: Timestamp)?

    /// What was told of the last merged commit.
    var told: (commit: CommitID, isAsReviewed: Bool, changes: Int)?

    private var kept: [PreviewSubject: (shown: Shown, ground: Ground)] = [:]

    /// What the forge was given last, without the moment of the look.
    private var published: [PreviewSubject: (head: CommitID, comment: String)] = [:]

    var list = OpenChanges()

    /// Heads that the repository did not have when they were to be previewed.
    private var missed: [PreviewSubject: CommitID] = [:]

    /// Whose previews they are; nil before the first look.
    private var broker: CentreID?
    private var isBusy = false
    private var waiting: (reconciler: Reconciler, ground: Ground)?

    /// - Parameters:
    ///   - forge: where changes are listed; nil when there is none.
    ///   - publisher: brings previews there.
    ///   - queue: `gh-readonly-queue/`.
    init(
        forge: ForgeClient? = nil, publisher: PreviewPublisher? = nil, queue: String? = nil,
        clock: @escaping @Sendable () -> Timestamp, log: Logger
    ) {
        self.forge = forge
        self.publisher = publisher
        self.queue = queue
        self.clock = clock
        self.log = log
    }

    /// Those of open changes and of branches, in order.
    public var shown: [Shown] { kept.values.map(\.shown).sorted { $0.subject < $1.subject } }

    /// The forge told of a change: the next refresh asks which are open, however
    /// short ago it was asked.
    public func expectChanges() { list.isOutdated = true }

    /// Makes the previews that are missing or of another ground, and forgets those
    /// of what is not open any more. While one refresh is at work another one waits,
    /// and takes the place of any that waited before.
    func refresh(_ reconciler: Reconciler, on ground: Ground) async {
        guard isInUse(reconciler) else { return }
        broker = ground.broker
        waiting = (reconciler, ground)
        guard !isBusy else { return }
        isBusy = true
        defer { isBusy = false }
        while let (reconciler, ground) = waiting, !Task.isCancelled {
            waiting = nil
            do {
                try await make(reconciler, on: ground)
            } catch {
                log.error("could not refresh the previews", metadata: BrokerService.metadata(error))
            }
        }
    }

    /// A look failed: what has no preview is told so, what has one keeps it.
    func fail(_ reconciler: Reconciler, base: CommitID, _ failure: Failure) async {
        guard let broker else { return }
        await refresh(reconciler, on: Ground(base: base, broker: broker, failure: failure))
    }

    /// Whether anything is previewed by the configuration.
    func isInUse(_ reconciler: Reconciler) -> Bool {
        let settings = reconciler.configuration.previews
        return !settings.branches.isEmpty || (forge != nil && settings.pullRequests)
    }

    private func make(_ reconciler: Reconciler, on ground: Ground) async throws {
        let open = try await proposals(reconciler, on: ground)
        kept = kept.filter { open[$0.key] != nil }
        missed = missed.filter { open[$0.key] != nil }
        published = published.filter { open[$0.key] != nil }
        // Who has none yet goes first: while the hosts are changing, others are made again and again.
        let subjects = open.keys.sorted()
        let new = subjects.filter { kept[$0]?.shown.preview.head != open[$0]?.head }
        let others = subjects.filter { kept[$0]?.shown.preview.head == open[$0]?.head }
        // Made for the first of them, and the same for all.
        var base: Result<PreviewBase, any Error>?
        var made = 0
        for subject in new + others where made < Self.mostProposals {
            guard let proposal = open[subject] else { continue }
            if let known = kept[subject], known.shown.preview.head == proposal.head {
                if ground.failure != nil || (known.ground == ground && !known.shown.preview.isTransient) { continue }
                if known.ground.base != ground.base,
                    await isSettled(subject, proposal.head, on: ground.base, reconciler.source)
                { continue }
            }
            made += 1
            let known = await Self.look(reconciler, on: ground, reusing: base)
            base = known
            guard let preview = await preview(of: subject, proposal, reconciler, on: ground, known) else { continue }
            kept[subject] = (Shown(subject: subject, preview: preview, madeAt: clock()), ground)
            if !isQueued(subject) { shownPreviews.note(preview, of: subject) }
            publish(preview, of: subject)
            log.info("previewed", metadata: ["of": "\(subject.text)", "preview": "\(preview.summary)"])
            // Of another world: what is made now would be made again. At least one is made each time.
            if Task.isCancelled || waiting.map({ $0.ground != ground }) ?? false { return }
        }
    }

    // MARK: - What is open

    private func proposals(
        _ reconciler: Reconciler, on ground: Ground
    ) async throws -> [PreviewSubject: OpenProposal] {
        let settings = reconciler.configuration.previews
        var open: [PreviewSubject: OpenProposal] = [:]
        if !settings.branches.isEmpty {
            let heads = try await reconciler.source.openReferences(matching: settings.branches, besides: ground.base)
            for (name, head) in heads { open[.reference(name)] = OpenProposal(head: head) }
        }
        guard let forge, settings.pullRequests else { return open }
        if let queue {
            let pattern = "\(queue)\(reconciler.configuration.repository.branch)/*"
            let heads = try await reconciler.source.openReferences(matching: [pattern], besides: ground.base)
            for (name, head) in heads { open[.reference(name)] = OpenProposal(head: head) }
        }
        await ask(forge, reconciler.configuration.repository, on: ground.base)
        for change in list.changes {
            open[.change(change.number)] = OpenProposal(head: change.head, isFork: change.isFork)
        }
        return open
    }

    // MARK: - Making and telling

    /// The base is read, and what is remembered of the hosts, once for all changes.
    private static func look(
        _ reconciler: Reconciler, on ground: Ground, reusing known: Result<PreviewBase, any Error>?
    ) async -> Result<PreviewBase, any Error> {
        if let known { return known }
        do {
            if let failure = ground.failure { throw failure }
            return .success(try await reconciler.previewBase(ground.base.text))
        } catch {
            return .failure(error)
        }
    }

    private func preview(
        of subject: PreviewSubject, _ proposal: OpenProposal, _ reconciler: Reconciler, on ground: Ground,
        _ base: Result<PreviewBase, any Error>
    ) async -> Preview? {
        do {
            return try await reconciler.preview(proposal.head.text, isFork: proposal.isFork, on: try base.get())
        } catch is CancellationError {
            return nil
        } catch let failure as Failure where failure.code == .revisionUnknown && missed[subject] != proposal.head {
            // Pushed after the branch was read: the next look will have it.
            missed[subject] = proposal.head
            return nil
        } catch {
            log.warning("a preview failed", metadata: BrokerService.metadata(error))
            return Preview(
                base: ground.base, head: proposal.head, broker: ground.broker,
                outcome: .failed(BrokerService.failure(error)))
        }
    }

    /// Tells the forge, unless nothing changed but the moment of the look.
    private func publish(_ preview: Preview, of subject: PreviewSubject) {
        guard let publisher, subject.number != nil || isQueued(subject) else { return }
        let undated = PreviewComment(preview.undated, limit: publisher.limit).render()
        if let last = published[subject], last == (preview.head, undated) { return }
        published[subject] = (preview.head, undated)
        publisher.take(
            Publication(
                subject: subject, marker: CommentMarker(broker: preview.broker),
                comment: PreviewComment(preview, limit: publisher.limit).render(), status: preview.status))
    }

    private func isQueued(_ subject: PreviewSubject) -> Bool {
        guard let queue, case .reference(let name) = subject else { return false }
        return name.hasPrefix(queue)
    }
}

extension Preview {
    /// Whether it could not be made, so that another time may give something else.
    fileprivate var isTransient: Bool {
        if case .failed(let failure) = outcome { !failure.code.isFinalOfChange } else { false }
    }
}
