import Foundation

/// Numbers drawn from a seed, which is printed: SplitMix64 (Steele, Lea and
/// Flood, 2014).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    /// Takes the seed of `ISOBAR_SEED`, or a new one, and prints it.
    init(for purpose: String) {
        let seed = ProcessInfo.processInfo.environment["ISOBAR_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0...999_999)
        print("\(purpose): ISOBAR_SEED=\(seed)")
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
