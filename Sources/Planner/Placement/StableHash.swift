/// A hash that is the same on every machine and in every release, unlike the
/// standard library's, which is seeded anew in every process.
struct StableHash {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    init(_ text: String) {
        combine(text)
    }

    /// FNV-1a (Fowler, Noll, Vo), and a byte that no text holds as its end.
    mutating func combine(_ text: String) {
        for byte in text.utf8 {
            value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        value = (value ^ 0xFF) &* 0x100_0000_01B3
    }

    /// One hash of two, spread over all bits (the finaliser of MurmurHash3).
    static func mix(_ first: StableHash, _ second: StableHash) -> UInt64 {
        var mixed = first.value ^ (second.value &* 0x9E37_79B9_7F4A_7C15)
        mixed = (mixed ^ (mixed >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        mixed = (mixed ^ (mixed >> 33)) &* 0xC4CE_B9FE_1A85_EC53
        return mixed ^ (mixed >> 33)
    }
}
