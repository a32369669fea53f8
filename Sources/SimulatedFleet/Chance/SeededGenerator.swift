/// Chance that can be had again: SplitMix64 (Steele, Lea, Flood: "Fast
/// Splittable Pseudorandom Number Generators", OOPSLA 2014).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Another generator, which does not depend on how often this one is used
    /// afterwards.
    public mutating func split() -> SeededGenerator {
        SeededGenerator(seed: next())
    }

    /// Whether something happens that happens once in `count` times.
    public mutating func happens(onceIn count: Int) -> Bool {
        count > 0 && Int.random(in: 0..<count, using: &self) == 0
    }

    /// A length of time between two others, to the millisecond.
    public mutating func duration(from: Int, to: Int) -> Duration {
        .milliseconds(Int.random(in: from...to, using: &self))
    }
}
