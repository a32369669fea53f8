public import BrokerModel

/// What merging a change would do to the running broker.
public struct PlannedChange: Sendable {
    /// The digest of the plan after merging: what an apply will be compared with. Of
    /// an exported look nothing is: see ``isOffline``.
    public var digest: Digest

    /// Whether hosts are known by an export alone. Then what is secret on them is
    /// not, and no apply has this digest.
    public var isOffline: Bool

    /// Why the digest is not final: what is applied may be another plan.
    public var provisional: [Phrase]
    public var observedAt: Timestamp
    public var verdict: ChangeVerdict
    public var comparison: PlanComparison

    /// All of it, ``exposures`` first.
    public var consequences: [Phrase]

    /// Secrets that come to where they were not before.
    public var exposures: [Phrase]

    /// Secrets that are new or other than in base and were not opened.
    public var closedSecrets: [SecretName]

    /// Secrets of base that are others after merging.
    public var changedSecrets: [SecretName]
    public var policies: [PolicyResult]

    /// What the plan says of itself because of the change.
    public var warnings: [String]

    /// Things in the way that are not Isobar's, because of the change.
    public var conflicts: [Conflict]
    public var unreachable: [HostName: Failure]

    public init(_ input: PreviewInput) {
        let (base, merged) = (input.base.plan, input.merged.plan)
        digest = merged.digest
        isOffline = input.exported != nil
        observedAt = merged.observedAt
        comparison = PlanComparison(base: base, merged: merged, key: input.key)
        let told = Consequences(input, comparison)
        verdict = ChangeVerdict(
            of: comparison.steps, impact: merged.impact, before: Set(told.before.keys), after: Set(told.after.keys))
        exposures = told.secretsExposed()
        consequences = exposures + told.all
        closedSecrets = input.closedSecrets
        changedSecrets = input.changedSecrets
        policies = PolicyCheck(input, comparison).results
        let said = Set(base.warnings)
        warnings = merged.warnings.filter { !said.contains($0) }
        let known = Set(base.conflicts)
        conflicts = merged.conflicts.filter { !known.contains($0) }
        unreachable = merged.unreachable
        provisional = Self.provisional(input)
    }

    /// Whether a policy that must hold does not.
    public var isRefused: Bool { policies.contains { $0.outcome == .fail } }

    /// The verdict, what cannot be carried out of it, and what it could not take in: of
    /// hosts that nobody saw it is not said that nothing changes.
    public var sentence: Phrase {
        let seen: Phrase = conflicts.isEmpty ? verdict.sentence : "\(verdict.sentence); \(obstacles)"
        guard !unreachable.isEmpty else { return seen }
        let count = unreachable.count
        let unseen: Phrase = count == 1 ? "1 host could not be looked at" : "\(count) hosts could not be looked at"
        return verdict.isEmpty && conflicts.isEmpty ? "nothing can be said: \(unseen)" : "\(seen); \(unseen)"
    }

    private var obstacles: Phrase {
        let count = conflicts.count
        return count == 1
            ? "something is in the way, and waits for a person" : "\(count) things are in the way, and wait for a person"
    }

    private static func provisional(_ input: PreviewInput) -> [Phrase] {
        var reasons = [input.exported?.sentence].compactMap(\.self)
        if !input.closedSecrets.isEmpty {
            let names = Phrase.list(input.closedSecrets.map(\.text), limit: .max)
            reasons.append("\(names) changed and \(be(input.closedSecrets.count)) not opened")
        }
        if !input.unseenHosts.isEmpty {
            let names = Phrase.list(input.unseenHosts.map(\.text))
            let them: Phrase = input.unseenHosts.count == 1 ? "it" : "them"
            reasons.append("\(names) \(be(input.unseenHosts.count)) not looked at as the change reaches \(them)")
        }
        if !input.merged.plan.unreachable.isEmpty {
            let hosts = input.merged.plan.unreachable.keys.sorted().map(\.text)
            reasons.append("\(Phrase.list(hosts)) could not be looked at")
        }
        return reasons
    }

    private static func be(_ count: Int) -> Phrase { count == 1 ? "was" : "were" }
}
