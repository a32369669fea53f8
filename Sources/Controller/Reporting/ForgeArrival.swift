/// What became of something that a forge was to be told.
enum ForgeArrival: Int, Comparable {
    /// It is done, or another time would give the same.
    case over
    /// The forge does not let us; to another token it may.
    case denied
    /// The forge is away, or wants to be asked later.
    case awaited

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
