import SimulatedFleet

/// Makes the first container that is created take so long that something else can happen
/// meanwhile.
struct SlowReplacement: MishapSource {
    private var isOver = false

    mutating func meanwhile(_ host: String, hosts: inout [String: SimulatedHost], now: Duration) {}

    mutating func next(_ occasion: Occasion) -> Mishap? {
        guard !isOver, occasion.changes.contains(.create) else { return nil }
        isOver = true
        // Ten seconds of this machine's time.
        return .slow(.seconds(600))
    }
}
