import BrokerModel
import Decisions
import Execution
import GitRepository
import Ledger
import Logging
import Reconciliation

/// What the loop asks for, each answered by an input.
extension BrokerService {
    func fetch() async {
        await writeBacklog()
        do {
            let applied = try await reconciler.ledger.lastAppliedCommit().flatMap { CommitID($0) }
            let found = try await reconciler.source.update(since: applied)
            inbox.post(.input(.fetched(try await head(found))))
        } catch is CancellationError {
            return
        } catch {
            figures.failedFetches += 1
            inbox.post(.input(.fetchFailed(Self.failure(error))))
        }
    }

    /// Reads the state of the head, so that a broken one is known as such.
    private func head(_ found: FetchOutcome) async throws -> BranchHead {
        let commit = try await reconciler.source.commit(found.head)
        // A ledger that cannot be written is no branch that cannot be read: the next poll records it.
        if sighted != found.head {
            sighted = found.head
            await recording { [actor] in try await $0.record(sighting: CommitRecord(commit), by: actor) }
        }
        var head = BranchHead(commit: found.head, summary: commit.summary)
        if case .rewritten(let from, _) = found { head.rewrittenFrom = from }
        do {
            try await reconciler.checkSigner(of: found.head)
            _ = try await reconciler.source.load(
                found.head.text, today: try reconciler.source.today(), reusing: prepared)
        } catch let invalid as DesiredStateInvalid {
            head.objection = Self.failure(invalid)
        } catch let failure as Failure where failure.code == .refusedByPolicy {
            head.objection = failure
        }
        return head
    }

    func look(for commit: CommitID) async {
        figures.looks += 1
        let begun = ContinuousClock.now
        let earlier = prepared
        prepared = nil
        do {
            let made = try await plan(for: commit, since: earlier)
            prepared = made
            figures.lookSeconds.note(.now - begun)
            noteParts(of: made)
            if !made.isOfShortLook { try await noteFleet(of: made) }
            let policy = loop.settings.policy
            let found = PlannedLook(
                commit: commit, plan: made.plan, deleteLimit: made.deleteLimit(under: policy),
                refused: Self.refused(of: made, under: policy), ofData: made.stepsOfData,
                isUnlikeReviewed: await isUnlikeReviewed(made))
            inbox.post(.input(.planned(found)))
            if !made.isOfShortLook { await preview(beside: made) }
        } catch {
            // Where it failed before it came to the hosts, nobody else ends these connections.
            prepared = nil
            await earlier?.close()
            guard !(error is CancellationError) else { return }
            figures.failedLooks += 1
            inbox.post(.input(.lookFailed(commit, Self.failure(error))))
            await noPreviews(of: commit, Self.failure(error))
        }
    }

    /// What a look at all hosts tells beside the plan.
    private func noteFleet(of look: PreparedPlan) async throws {
        fleet = try await reconciler.status(of: look)
        note(look)
        await recordDrift(of: look)
        follow(look)
    }

    static func refused(of look: PreparedPlan, under policy: ApplyPolicy) -> [StepID: HoldReason] {
        let images = policy.refusedImages(of: look.plan.steps).mapValues { _ in HoldReason.image }
        let sources = look.stepsOfRefusedSource(under: policy).map { ($0, HoldReason.packageSource) }
        return images.merging(sources) { first, _ in first }
    }

    private func note(_ look: PreparedPlan) {
        figures.lastLook = clock()
        // A look for what was applied last, meanwhile, tells nothing of what git changed since.
        if look.loaded.commit.id == loop.head?.commit {
            figures.pending = look.plan.steps.count { $0.cause == .pending }
        }
        let certificates = (fleet?.certificates ?? []).map { ($0.key, $0.daysLeft) }
        figures.certificates = Dictionary(certificates) { one, _ in one }
        for announcement in herald.see(certificates: figures.certificates) { courier.take(announcement) }
        figures.drift = [:]
        for step in look.plan.steps where step.cause == .drift {
            figures.drift[.init(host: step.resource.scope, kind: step.resource.kind.text), default: 0] += 1
        }
        figures.reached = [:]
        for host in look.loaded.desired.hosts { figures.reached[host.name] = look.plan.unreachable[host.name] == nil }
    }

    func apply(_ order: Order, _ stop: StopRequest, holding lock: RunLock) async {
        var end: RunEnd
        isDisturbed = true
        let begun = ContinuousClock.now
        do {
            end = try await carryOut(order, stop, holding: lock)
        } catch {
            // Refused before the first change, or not recorded.
            let failure = Self.failure(error)
            end = RunEnd(
                outcome: .failed, codes: [failure.code], text: failure.description, applied: nil,
                isOfRecord: failure.isOfLedger)
            // Where no run began it is not spent, and must not come back to life with a restart.
            if order.approval != nil { await recording { try await $0.void(approvalOf: order.plan.digest) } }
        }
        do {
            end.applied = try await reconciler.ledger.lastAppliedCommit().flatMap { CommitID($0) }
        } catch {
            log.error("could not read the record", metadata: Self.metadata(error))
            end.applied = loop.memory.applied
        }
        figures.runSeconds.note(.now - begun)
        figures.runs[.init(outcome: "\(end.outcome)", purpose: order.purpose.rawValue), default: 0] += 1
        if end.outcome == .succeeded { figures.lastSuccess = clock() }
        self.stop = nil
        inbox.post(.input(.runEnded(end)))
    }

    private func carryOut(_ order: Order, _ stop: StopRequest, holding lock: RunLock) async throws -> RunEnd {
        guard let prepared, prepared.loaded.commit.id == order.commit else {
            throw Failure(
                .planStale, attempted: "carry out the plan", on: "commit \(order.commit.abbreviated)",
                response: "the look it was made from is gone")
        }
        let part = try reconciler.part(of: prepared, being: order.plan)
        let request = ApplyRequest(
            actor: order.actor ?? actor, reviewed: order.plan.digest,
            allowedDeletes: order.approval?.allowedDeletes, spendsApproval: order.approval != nil)
        // Whatever becomes of it, who watches shall see that it ended.
        defer { feed.post(.recorded) }
        let result = try await reconciler.apply(part, request, holding: lock, stop: stop) { [log, feed] event in
            Self.tell(event, to: log)
            feed.post(event)
        }
        for step in order.plan.steps {
            guard let outcome = result.report.outcomes[step.id] else { continue }
            figures.steps[.init(kind: step.resource.kind.text, outcome: outcome.word), default: 0] += 1
        }
        unpublished(result.unpublished)
        return RunEnd(result)
    }

    /// Not kept for later: by then something else may stand. The next look asks again.
    func recordStanding(_ prepared: PreparedPlan, over before: CommitID?) async {
        do {
            try await catchUp()
            unpublished(try await reconciler.recordStanding(prepared, actor: actor))
        } catch {
            log.error("could not record that the hosts are as the commit wants them", metadata: Self.metadata(error))
            inbox.post(.input(.standingUnrecorded(prepared.loaded.commit.id, over: before)))
        }
    }

    /// Says that a run's record could not be made known outside.
    private func unpublished(_ failure: Failure?) {
        guard let failure else { return }
        log.warning("the head of the audit chain is not published", metadata: Self.metadata(failure))
    }

    /// Every error as a failure people can act on.
    static func failure(_ error: any Error) -> Failure {
        switch error {
        case let failure as Failure: failure
        case let invalid as DesiredStateInvalid:
            Failure(
                .desiredStateInvalid, attempted: "read the desired state", on: invalid.subject,
                // What keeps it from being used comes first: often only the first line is shown.
                response: (invalid.diagnostics.filter { $0.severity == .error }
                    + invalid.diagnostics.filter { $0.severity != .error }).map(\.description).joined(separator: "\n"),
                remedy: "isobar validate shows the same; nothing is changed until it is mended")
        default:
            Failure(.commandFailed, attempted: "go on", on: "the service", response: "\(error)")
        }
    }
}

extension RunEnd {
    init(_ result: ApplyResult) {
        let report = result.report
        let outcome: Outcome =
            report.wasInterrupted
            ? .interrupted : report.failures.isEmpty && report.untidied.isEmpty ? .succeeded : .failed
        let failures = report.failures.map(\.failure) + report.untidied.sorted { $0.key < $1.key }.map(\.value)
        let text =
            "run \(result.run): \(result.outcome.rawValue), \(report.succeeded.count) steps done"
            + failures.map { "\n\($0)" }.joined()
        self.init(
            outcome: outcome, codes: failures.map(\.code),
            failed: Dictionary(report.failures.map { ($0.step.resource, $0.failure.code) }) { first, _ in first },
            text: text, applied: nil,
            isOfRecord: report.unrecorded != nil)
    }
}
