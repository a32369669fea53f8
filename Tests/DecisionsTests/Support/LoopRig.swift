import BrokerModel
import Testing

@testable import Decisions

/// A loop in the hands of a test: it plays repository, hosts and people.
struct LoopRig {
    var loop: ControlLoop
    var now = Timestamp(seconds: 1_790_000_000)
    var outputs: [LoopOutput] = []

    static let seed: UInt64 = 7

    init(
        _ policy: ApplyPolicy = ApplyPolicy(), memory: LoopMemory = LoopMemory(), retry: RetryRule = RetryRule(),
        brake: BrakeRule = BrakeRule()
    ) {
        loop = ControlLoop(
            LoopSettings(policy: policy, poll: .seconds(30), retry: retry, brake: brake), key: [1, 2, 3],
            seed: Self.seed)
        send(.started(memory))
    }

    // MARK: - What happens

    mutating func send(_ input: LoopInput) {
        outputs = loop.handle(input, at: now)
    }

    mutating func fetched(_ commit: Int, objection: Failure? = nil, rewrittenFrom: Int? = nil) {
        send(
            .fetched(
                BranchHead(
                    commit: Self.commit(commit), summary: "commit \(commit)", objection: objection,
                    rewrittenFrom: rewrittenFrom.map(Self.commit))))
    }

    mutating func planned(
        _ commit: Int, _ steps: [Step] = [], deletes: Int = 0, limit: Int = 5, departed: [String] = [],
        refused: [StepID: HoldReason] = [:], ofData: Set<StepID> = [], unreachable: [String] = [],
        isUnlikeReviewed: Bool = false
    ) {
        let nodes = (0..<deletes).compactMap { CentreID("xx-gone-\($0)") }
        let away = Failure(.hostUnreachable, attempted: "look", on: "a host", response: "nobody answers")
        let plan = Plan(
            digest: Self.digest(steps, departed), commit: Self.commit(commit).text, broker: Self.broker,
            observedAt: now, steps: steps,
            unreachable: Dictionary(unreachable.compactMap { HostName($0) }.map { ($0, away) }) { first, _ in first },
            departedHosts: departed.compactMap { HostName($0) }, deletedNodes: Set(nodes))
        send(
            .planned(
                PlannedLook(
                    commit: Self.commit(commit), plan: plan, deleteLimit: limit, refused: refused, ofData: ofData,
                    isUnlikeReviewed: isUnlikeReviewed)))
    }

    mutating func ended(
        _ outcome: RunEnd.Outcome = .succeeded, _ codes: [FailureCode] = [], failed: [Step] = [], applied: Int?,
        isOfRecord: Bool = false
    ) {
        send(
            .runEnded(
                RunEnd(
                    outcome: outcome, codes: codes,
                    failed: Dictionary(failed.compactMap { step in codes.first.map { (step.resource, $0) } }) { $1 },
                    applied: applied.map(Self.commit), isOfRecord: isOfRecord)))
    }

    mutating func wait(_ span: Duration) {
        now = now + span
        send(.tick)
    }

    /// A whole cycle for a head.
    mutating func cycle(_ commit: Int, _ steps: [Step] = []) {
        send(.tick)
        fetched(commit)
        planned(commit, steps)
    }

    // MARK: - What it wants

    var fetches: Bool { outputs.contains { if case .fetch = $0 { true } else { false } } }
    var stops: Bool { outputs.contains { if case .stop = $0 { true } else { false } } }
    var ends: Bool { outputs.contains { if case .end = $0 { true } else { false } } }

    /// The number of the commit the hosts are to be looked at for.
    var looksFor: Int? {
        outputs.lazy.compactMap { if case .look(let commit) = $0 { Self.number(commit) } else { nil } }.first
    }
    var order: Order? {
        outputs.lazy.compactMap { if case .apply(let order) = $0 { order } else { nil } }.first
    }
    var standing: Int? {
        outputs.lazy.compactMap { if case .recordStanding(let commit, _) = $0 { Self.number(commit) } else { nil } }.first
    }
    var wakesAt: Timestamp? {
        outputs.lazy.compactMap { if case .wake(let moment) = $0 { moment } else { nil } }.first
    }
    var notices: [Notice] {
        outputs.compactMap { if case .tell(let notice) = $0 { notice } else { nil } }
    }

    /// The numbers of the commits to go back to and from.
    var rollsBack: [Int?] {
        outputs.compactMap { output -> [Int?]? in
            if case .rollBack(let commit, let head) = output { [Self.number(commit), Self.number(head)] } else { nil }
        }.first ?? []
    }

    // MARK: - Things

    static let broker = CentreID("xx-example-global-broker") ?? fallback
    private static var fallback: CentreID { preconditionFailure("a constant") }

    static func commit(_ number: Int) -> CommitID {
        let digits = String(number)
        let text = String(repeating: "0", count: 40 - digits.count) + digits
        guard let commit = CommitID(text) else { preconditionFailure("digits make a commit") }
        return commit
    }

    private static func number(_ commit: CommitID) -> Int? { Int(commit.text) }

    /// What is done decides it, as with real plans.
    private static func digest(_ steps: [Step], _ departed: [String]) -> Digest {
        Digest(of: (steps.map(\.id.text) + departed).joined(separator: "\n"))
    }

    static func step(
        _ address: String, _ cause: StepCause = .pending, _ action: StepAction = .update, after: [Step] = [],
        completing: Step? = nil
    ) -> Step {
        guard let resource = ResourceAddress(address) else { preconditionFailure("\(address) is no address") }
        return Step(
            id: StepID("\(address)#\(action.rawValue)"), resource: resource, action: action, verb: action.rawValue,
            cause: cause, after: after.map(\.id), reason: "test", completes: completing?.id)
    }
}
