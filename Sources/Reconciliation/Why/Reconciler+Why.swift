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
            resource: address.description, standing: Self.standing(history, steps),
            seenSince: seen?.first.description, goneSince: seen?.gone?.description, properties: [], notes: [])
        var inquiry = WhyInquiry(ledger: ledger, source: source)
        if let removal = history.removal {
            document.removed = PropertyOrigin.Value(nil, removal)
            document.removedReason = try await inquiry.entry(removal)?.reason
        }
        for current in history.current(earlier: limit) {
            document.properties.append(try await inquiry.origin(of: current))
        }
        document.notes = inquiry.notes
        if !steps.isTouched {
            document.notes.append("no run of Isobar touched it: it was there, and is others' or was adopted as it was")
        }
        return document
    }

    private static func standing(_ history: PropertyHistory, _ steps: ResourceSteps) -> String {
        if history.removal != nil { return "removed" }
        return steps.succeeded.isEmpty ? "foreign" : "applied"
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

    init(ledger: LedgerStore, source: DesiredStateSource) {
        self.ledger = ledger
        self.source = source
    }

    mutating func origin(of current: PropertyHistory.Current) async throws -> PropertyOrigin {
        let (property, entry) = (current.property, current.entry)
        let planned = try await self.entry(entry.step)
        let position = planned?.source.flatMap(Self.position)
        var origin = PropertyOrigin(
            property: property, current: PropertyOrigin.Value(entry.value, entry.step), reason: planned?.reason,
            line: position.map { PropertyOrigin.Line(file: $0.file, line: $0.line) },
            earlier: current.earlier.map { PropertyOrigin.Value($0.value, $0.step) }, hasEarlier: current.hasEarlier)
        guard let commit = entry.step.commit.flatMap({ CommitID($0) }), let value = entry.value else { return origin }
        let files = await self.files(of: commit)
        guard let line = LineAttribution(files, preferred: position?.file).line(of: property, value: value) else {
            return origin
        }
        origin.line = PropertyOrigin.Line(file: line.position.file, line: line.position.line, field: line.path)
        let blame = LineBlame(repository: source.mirror, directory: source.path)
        if let (summary, isBound) = try? await blame.introduction(of: line, at: commit) {
            origin.introduced = PropertyOrigin.Commit(
                commit: summary.id.text, author: "\(summary.author.name) <\(summary.author.email)>",
                at: Timestamp(seconds: summary.author.seconds).description, summary: summary.summary, isBound: isBound)
        }
        return origin
    }

    /// The step as its plan tells it, with reason and place.
    mutating func entry(_ step: ResourceStep) async throws -> PlanDocument.StepEntry? {
        if plans[step.plan] == nil {
            let body = try await ledger.plan(step.plan)
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

extension PropertyOrigin.Value {
    init(_ value: String?, _ step: ResourceStep) {
        self.init(
            value: value, run: step.run.number, at: (step.step.endedAt ?? step.step.intendedAt)?.description,
            actor: step.actor, commit: step.commit, action: step.step.action, cause: step.step.cause)
    }
}
