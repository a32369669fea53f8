import BrokerModel
import Certificates
import Fleet
import GitRepository
import Ledger
import Planner
public import Previews
import Secrets

extension Reconciler {
    /// What merging a change would do to the running broker, beside what is
    /// pending or has drifted without it.
    ///
    /// Changes nothing; what it told is recorded, as often as it is another than
    /// before. Only the hosts of base are contacted, at base's addresses and under
    /// base's keys, whatever the change says.
    ///
    /// - Throws: ``DesiredStateInvalid`` or a ``Failure`` where base cannot be
    ///   planned. What is wrong with the change itself is an outcome.
    public func preview(
        _ request: PreviewRequest,
        report: @escaping @Sendable (PreparationEvent) -> Void = { _ in }
    ) async throws -> Preview {
        if request.fetches {
            report(.fetching(configuration.repository.url))
            _ = try await source.update(since: try await ledger.lastAppliedCommit().flatMap { CommitID($0) })
        }
        _ = try await source.resolve(request.head)
        var base = try await base(request.base)
        if request.isCached { base.remembered = try await remembered(base) }
        return try await preview(
            request.head, isFork: request.isFork, on: base, actor: request.actor, report: report)
    }

    /// What changes into `revision` are previewed on, from what the ledger remembers of
    /// the hosts: none is looked at, neither for it nor for them.
    ///
    /// - Throws: ``DesiredStateInvalid`` or a ``Failure`` where it cannot be planned.
    public func previewBase(_ revision: String) async throws -> PreviewBase {
        var base = try await base(revision)
        base.remembered = try await remembered(base)
        return base
    }

    private func base(_ revision: String?) async throws -> PreviewBase {
        let today = try source.today()
        let commit = try await opened(try await source.load(revision, today: today))
        let review = surroundings.exportedAt == nil ? review(of: commit.desired, commit.secrets) : nil
        return PreviewBase(
            commit: commit, today: today, limits: try await limits(for: commit.loaded, today: today).0,
            lastApplied: try await ledger.lastApplied(), policies: try configuration.previews.loaded(),
            certificates: review.map { Set($0.map(\.message)) })
    }

    /// What merging `head` would do, on a base that was looked through before.
    ///
    /// - Parameter actor: who asks, for the record.
    /// - Throws: ``Failure`` with `revisionUnknown` where the repository has no such
    ///   commit. What is wrong with the change itself is an outcome.
    public func preview(
        _ head: String, isFork: Bool, on base: PreviewBase, actor: String = "isobar",
        report: @escaping @Sendable (PreparationEvent) -> Void = { _ in }
    ) async throws -> Preview {
        let head = try await source.resolve(head)
        report(.reading(head))
        let preview = Preview(
            base: base.id, head: head, broker: base.desired.broker.centreID,
            outcome: try await outcome(of: head, isFork: isFork, on: base, report: report))
        // What goes by an export has no ledger of its own.
        if surroundings.exportedAt == nil {
            try await ledger.note(
                news: "preview", "commit/\(head)", by: actor, outcome: preview.word,
                detail: "onto \(preview.base): \(preview.summary)")
        }
        return preview
    }

    private func outcome(
        of head: CommitID, isFork: Bool, on base: PreviewBase, report: @escaping @Sendable (PreparationEvent) -> Void
    ) async throws -> Preview.Outcome {
        do {
            let mayBeOpened = surroundings.exportedAt == nil && !isFork
            let isTrusted = try await source.isHeldByBranch(head) && mayBeOpened
            let proposed = try await proposal(head, into: base.commit, isTrusted: isTrusted, today: base.today)
            let sides =
                if let remembered = base.remembered {
                    try await recalled(proposed, base, remembered)
                } else {
                    try await looked(proposed, base, report: report)
                }
            return .planned(try await change(proposed, base, sides))
        } catch let ended as PreviewEnded {
            return ended.outcome
        }
    }

    private func change(
        _ proposed: ProposedCommit, _ base: PreviewBase, _ sides: PlannedSides
    ) async throws -> PlannedChange {
        PlannedChange(
            PreviewInput(
                base: sides.base, merged: sides.merged, today: base.today, key: key.bytes,
                closedSecrets: proposed.closed.sorted(), changedSecrets: Self.changed(proposed, base: base),
                unseenHosts: Self.unseen(proposed.commit.desired, base: base.desired),
                certificates: certificates(of: proposed, base: base),
                isSigned: try await isSigned(proposed.commit.loaded.commit.id),
                deleteLimit: min(configuration.policy.maxDeletes, base.limits.maxDeletes),
                policies: base.policies, exported: exportedLook))
    }

    private var exportedLook: ExportedLook? {
        surroundings.exportedAt.map { ExportedLook(at: $0, age: clock() - $0) }
    }

    /// What is wrong with the certificates of the change and not with those of
    /// base; nil where one of them is closed.
    private func certificates(of proposed: ProposedCommit, base: PreviewBase) -> [Diagnostic]? {
        let desired = proposed.commit.desired
        guard let known = base.certificates, desired.broker.certificateSecrets.isDisjoint(with: proposed.closed) else {
            return nil
        }
        return review(of: desired, proposed.openSecrets).filter { !known.contains($0.message) }
    }

    private func review(of desired: DesiredState, _ secrets: [SecretName: Secret]) -> [Diagnostic] {
        CertificateReview(of: desired, secrets: secrets, at: clock()).diagnostics
    }

    /// Secrets of base that say something else now, or of which nobody knows that they do
    /// not. One that was only encrypted anew is the same.
    private static func changed(_ proposed: ProposedCommit, base: PreviewBase) -> [SecretName] {
        proposed.commit.desired.secrets.keys.filter { name in
            guard base.desired.secrets[name] != nil else { return false }
            return proposed.closed.contains(name) || proposed.commit.secrets[name] != base.commit.secrets[name]
        }.sorted()
    }

    /// Hosts that are new, or that the change reaches in another way.
    private static func unseen(_ merged: DesiredState, base: DesiredState) -> [HostName] {
        let before = Dictionary(base.hosts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        return merged.hosts.filter { host in
            guard let old = before[host.name] else { return true }
            return old.address != host.address || old.hostKey != host.hostKey || old.access != host.access
        }.map(\.name).sorted()
    }
}
