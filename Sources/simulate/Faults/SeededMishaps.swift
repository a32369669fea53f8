import SimulatedFleet

/// Draws what goes wrong from a seed.
struct SeededMishaps: MishapSource {
    private var chance: SeededGenerator

    /// One exchange in so many goes wrong; 0 is none.
    private let rate: Int

    /// Before or after which of its changes the controller is killed.
    private var crashIn: Int?
    private var crashesAfter = false
    private let allowsStaleAnswers: Bool
    private var people: People

    /// What was broken and comes back by itself, after so many exchanges.
    private var repairs: [(host: String, left: Int)] = []

    /// What happened, for a person who replays a seed.
    private(set) var log: [String] = []

    init(_ chance: SeededGenerator, rate: Int, crashes: Bool, allowsStaleAnswers: Bool) {
        var chance = chance
        self.rate = rate
        self.allowsStaleAnswers = allowsStaleAnswers
        if crashes {
            // Early ones are the interesting ones, and there are few late ones.
            let most = [3, 12, 60].randomElement(using: &chance) ?? 3
            crashIn = Int.random(in: 0..<most, using: &chance)
            crashesAfter = chance.happens(onceIn: 2)
        }
        people = People(chance.split())
        self.chance = chance
    }

    mutating func meanwhile(_ host: String, hosts: inout [String: SimulatedHost], now: Duration) {
        repair(&hosts)
        guard rate > 0, chance.happens(onceIn: rate * 4) else { return }
        guard let name = hosts.keys.sorted().randomElement(using: &chance), var host = hosts[name] else { return }
        switch Int.random(in: 0..<6, using: &chance) {
        case 0:
            host.restartEngine(at: now)
            host.disturbedAt = now
            note("the engine of \(name) restarts")
        case 1:
            host.isDiskFull = true
            repairs.append((name, Int.random(in: 3...40, using: &chance)))
            note("the disk of \(name) is full")
        case 2:
            host.isReachable = false
            repairs.append((name, Int.random(in: 3...40, using: &chance)))
            note("\(name) cannot be reached")
        case 3:
            host.isEngineRunning = false
            repairs.append((name, Int.random(in: 3...40, using: &chance)))
            note("the engine of \(name) is away")
        default:
            note(people.meddle(with: &host, at: now))
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
        note("\(mishap) at \(occasion.host), \(occasion.isEngine ? "engine" : "helper"), change: \(occasion.isChange)")
        return mishap
    }

    private mutating func draw(_ occasion: Occasion) -> Mishap? {
        if occasion.isChange, let left = crashIn {
            crashIn = left == 0 ? nil : left - 1
            if left == 0 { return crashesAfter ? .crashAfter : .crashBefore }
        }
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

    private mutating func note(_ text: String) { log.append(text) }
}
