/// Chance that comes from a seed, so that the same seed decides the same: many
/// controllers shall not ask one forge in the same second.
///
/// The generator is SplitMix64 (Steele, Lea, Flood, 2014).
struct Jitter: Sendable, Equatable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// `span`, a tenth longer or shorter at most.
    mutating func spread(_ span: Duration) -> Duration {
        let permille = Int(next() % 201) + 900
        return span * permille / 1_000
    }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
