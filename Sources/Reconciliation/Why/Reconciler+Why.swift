public import BrokerModel
import DesiredStateReader
import GitRepository
import Ledger

extension Reconciler {
    /// Why a resource is as it is: for each property the run that gave the value,
    /// the line of the commit it came from, and who brought that line.
    ///
    /// Asks the ledger and the copy of the repository, no host.
    ///
    /// - Parameter limit: how many earlier values of each property.
    /// - Throws: ``Failure`` with `notFound` when nothing of that address was
    ///   ever seen or touched.
    public func why(_ address: ResourceAddress, earlier limit: Int) async throws -> WhyDocument {
        // The current value, those before, and whether there are more.
        let steps = try await ledger.steps(on: address, limit: limit + 2)
        let seen = try await ledger.sightings(of: address)
        guard steps.isTouched || seen != nil else { throw try await unknown(address) }
        let history = PropertyHistory(steps)
        var document = WhyDocument(
            resource: address.description,
            standing: Self.standing(history, steps, isApplied: try await ledger.lastApplied()[address] != nil),
            seenSince: seen?.first.description, goneSince: seen?.gone?.description, properties: [], seen: [:], notes: []
        )
        var inquiry = WhyInquiry(ledger: ledger, source: source)
        if let removal = history.removal {
            document.removed = PropertyOrigin.Value(nil, removal)
            document.removedReason = try await inquiry.entry(removal)?.reason
        }
        let last = history.removal == nil ? try await ledger.seenProperties(of: address) : nil
        document.seenAt = last?.at.description
        var standing = StandingProperties(address: address, ledger: ledger, history: history)
        try await standing.settle(last?.properties, earlier: limit)
        document.seen = standing.others
        for current in standing.properties {
            document.properties.append(try await inquiry.origin(of: current))
        }
        document.notes = inquiry.notes
        if standing.isUnseen, history.removal == nil {
            document.notes.append("it was not seen since it was changed: properties that no step named are missing")
        }
        if let first = try await ledger.firstRecordAfterPruning() {
            document.notes.append("what was done to it before \(first) is in the export: those records were pruned")
        } else if !steps.isTouched {
            document.notes.append("no run of Isobar touched it: it was there, and is others' or was adopted as it was")
        }
        return document
    }

    /// - Parameter isApplied: whether it counts as applied, also by a run that was pruned.
    private static func standing(_ history: PropertyHistory, _ steps: ResourceSteps, isApplied: Bool) -> String {
        if history.removal != nil { return "removed" }
        return isApplied || !steps.succeeded.isEmpty ? "applied" : "foreign"
    }

    private func unknown(_ address: ResourceAddress) async throws -> Failure {
        let near = try await ledger.addresses(like: address.description, limit: 5)
        return Failure(
            .notFound, attempted: "tell why it is so", on: address.description,
            response: "nothing of that address was ever seen or touched",
            remedy: near.isEmpty
                ? "'isobar state --all' lists what there is"
                : "there is: \(near.map(\.description).joined(separator: ", "))")
    }
}

/// Asks the plans of runs and the files of commits; each once.
private struct WhyInquiry {
    let ledger: LedgerStore
    let source: DesiredStateSource
    private(set) var notes: [String] = []
    private var plans: [Digest: [String: PlanDocument.StepEntry]] = [:]
    private var files: [CommitID: [SourceFile]] = [:]
    private var attributions: [String: LineAttribution] = [:]
    private var blame: LineBlame

    init(ledger: LedgerStore, source: DesiredStateSource) {
        self.ledger = ledger
        self.source = source
        blame = LineBlame(repository: source.mirror, directory: source.path)
    }

    mutating func origin(of current: PropertyHistory.Current) async throws -> PropertyOrigin {
        let (property, entry) = (current.property, current.entry)
        let planned = try await self.entry(entry.step)
        let position = planned?.source.flatMap(Self.position)
        var origin = PropertyOrigin(
            property: property, current: PropertyOrigin.Value(entry), reason: planned?.reason,
            line: position.map { PropertyOrigin.Line(file: $0.file, line: $0.line) },
            seen: current.seen, earlier: current.earlier.map(PropertyOrigin.Value.init), hasEarlier: current.hasEarlier)
        guard let commit = entry.step.commit.flatMap({ CommitID($0) }), let value = entry.value else { return origin }
        let attribution = await attribution(in: commit, preferred: position?.file)
        if let line = attribution.line(of: property, value: value) {
            origin.line = PropertyOrigin.Line(file: line.position.file, line: line.position.line, field: line.path)
            let found = try? await blame.introduction(of: line, at: commit)
            origin.introduced = found.map { PropertyOrigin.Commit($0, isBound: $1) }
        } else {
            // What no line gave came with the commit, or one before it.
            let applied = try? await source.mirror.commit(commit)
            origin.introduced = applied.map { PropertyOrigin.Commit($0, isBound: true) }
        }
        return origin
    }

    private mutating func attribution(in commit: CommitID, preferred: String?) async -> LineAttribution {
        let key = "\(commit.text):\(preferred ?? "")"
        if let known = attributions[key] { return known }
        let made = LineAttribution(await files(of: commit), preferred: preferred)
        attributions[key] = made
        return made
    }

    /// The step as its plan tells it, with reason and place.
    mutating func entry(_ step: ResourceStep) async throws -> PlanDocument.StepEntry? {
        if plans[step.plan] == nil {
            let body = try await ledger.appliedPlan(step.plan)
            let document = body.flatMap { try? PlanDocument(json: Array($0.utf8), file: "plan of run \(step.run)") }
            plans[step.plan] = Dictionary(
                (document?.steps ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            if document == nil { notes.append("the plan of run \(step.run) cannot be read: its reasons are missing") }
        }
        return plans[step.plan]?[step.step.step]
    }

    private mutating func files(of commit: CommitID) async -> [SourceFile] {
        if let known = files[commit] { return known }
        var found: [SourceFile] = []
        do {
            found = try await source.mirror.snapshot(of: commit, at: source.path).files.map(SourceFile.init)
        } catch {
            notes.append("commit \(commit.abbreviated) is not in the copy of the repository: its lines are missing")
        }
        files[commit] = found
        return found
    }

    /// `nodes/ca-eccc-msc.yaml:1`.
    private static func position(_ text: String) -> SourcePosition? {
        guard let colon = text.lastIndex(of: ":"), let line = Int(text[text.index(after: colon)...]) else { return nil }
        return SourcePosition(file: String(text[..<colon]), line: line)
    }
}
