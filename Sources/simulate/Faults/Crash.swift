import SimulatedFleet

/// Before or after which of its changes a controller is killed.
struct Crash: Sendable {
    /// Of which sort; nil is any.
    private let action: Effect.Action?
    private var left: Int
    private let isAfter: Bool

    init(_ chance: inout SeededGenerator) {
        isAfter = chance.happens(onceIn: 2)
        if chance.happens(onceIn: 2) {
            action = nil
            // Early ones are the interesting ones, and there are few late ones.
            let most = [3, 12, 60].randomElement(using: &chance) ?? 3
            left = Int.random(in: 0..<most, using: &chance)
        } else {
            action = Self.rare.randomElement(using: &chance)
            left = Int.random(in: 0..<2, using: &chance)
        }
    }

    /// What a controller does seldom, and late.
    private static let rare: [Effect.Action] = [.pull, .create, .start, .stop, .rename, .remove]

    /// - Returns: nil when it is not yet time.
    mutating func mishap(at occasion: Occasion) -> Mishap? {
        guard occasion.isChange, action.map(occasion.changes.contains) ?? true else { return nil }
        guard left == 0 else {
            left -= 1
            return nil
        }
        return isAfter ? .crashAfter : .crashBefore
    }
}
