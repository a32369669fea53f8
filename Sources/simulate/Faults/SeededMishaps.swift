import SimulatedFleet

/// Draws what goes wrong from a seed.
struct SeededMishaps: MishapSource {
    private var chance: SeededGenerator

    /// One exchange in so many goes wrong; 0 is none.
    private let rate: Int

    private var crash: Crash?
    private let allowsStaleAnswers: Bool
    private var people: People
    private let count: FaultCount

    /// In the middle of a rollout an instance hangs while its sibling's host is
    /// busy for minutes: long after anybody could have excused it.
    private var hang: MidwayHang?

    /// What was broken and comes back by itself, after so many exchanges.
    private var repairs: [(host: String, left: Int)] = []

    init(
        _ chance: SeededGenerator, rate: Int, crashes: Bool, allowsStaleAnswers: Bool, hangs: Bool, count: FaultCount
    ) {
        var chance = chance
        self.count = count
        hang = hangs ? MidwayHang(chance.split()) : nil
        self.rate = rate
        self.allowsStaleAnswers = allowsStaleAnswers
        crash = crashes ? Crash(&chance) : nil
        people = People(chance.split())
        self.chance = chance
    }

    mutating func meanwhile(_ host: String, hosts: inout [String: SimulatedHost], now: Duration) {
        repair(&hosts)
        if let fault = hang?.strike(&hosts, now: now) { count.note(fault) }
        guard rate > 0, chance.happens(onceIn: rate * 4) else { return }
        guard let name = hosts.keys.sorted().randomElement(using: &chance), var host = hosts[name] else { return }
        switch Int.random(in: 0..<6, using: &chance) {
        case 0:
            host.restartEngine(at: now)
            host.disturbedAt = now
            count.note(.engineRestart)
        case 1:
            host.isDiskFull = true
            repairs.append((name, Int.random(in: 3...40, using: &chance)))
            count.note(.diskFull)
        case 2:
            host.isReachable = false
            repairs.append((name, Int.random(in: 3...40, using: &chance)))
            count.note(.unreachable)
        case 3:
            host.isEngineRunning = false
            repairs.append((name, Int.random(in: 3...40, using: &chance)))
            count.note(.engineAway)
        default:
            _ = people.meddle(with: &host, at: now)
            count.note(.byHand)
        }
        hosts[name] = host
    }

    private mutating func repair(_ hosts: inout [String: SimulatedHost]) {
        for index in repairs.indices { repairs[index].left -= 1 }
        for repair in repairs where repair.left <= 0 { hosts[repair.host]?.repair() }
        repairs.removeAll { $0.left <= 0 }
    }

    mutating func next(_ occasion: Occasion) -> Mishap? {
        guard let mishap = draw(occasion) else { return nil }
        count.note(Fault(mishap, at: occasion))
        return mishap
    }

    mutating func next(eventOn host: String) -> EventMishap? {
        guard rate > 0, chance.happens(onceIn: max(2, rate / 10)) else { return nil }
        let mishap: EventMishap =
            switch Int.random(in: 0..<4, using: &chance) {
            case 0: .missed
            case 1: .repeated
            case 2: .late(chance.duration(from: 100, to: 90_000))
            default: .cut
            }
        count.note(Fault(mishap))
        return mishap
    }

    private mutating func draw(_ occasion: Occasion) -> Mishap? {
        if let mishap = crash?.mishap(at: occasion) {
            crash = nil
            return mishap
        }
        if let delay = hang?.delay(of: occasion) { return .slow(delay) }
        guard rate > 0, chance.happens(onceIn: rate) else { return nil }
        switch Int.random(in: 0..<8, using: &chance) {
        case 0, 1: return .lostBefore
        case 2, 3: return .lostAfter
        case 4: return .cut(after: Int.random(in: 0...4, using: &chance))
        case 5: return .late(chance.duration(from: 100, to: 90_000))
        case 6: return .slow(chance.duration(from: 1_000, to: 200_000))
        default: return allowsStaleAnswers && !occasion.isChange ? .stale : nil
        }
    }
}
