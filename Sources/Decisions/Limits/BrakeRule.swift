/// When drift that comes back again and again is a fight.
public struct BrakeRule: Sendable, Equatable {
    /// So many times mended within ``window``, the next time is left alone.
    public var heals: Int
    public var window: Duration

    public init(heals: Int = 3, window: Duration = .seconds(3600)) {
        self.heals = heals
        self.window = window
    }
}
