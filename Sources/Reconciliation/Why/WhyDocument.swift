/// Why a resource is as it is, as JSON.
public struct WhyDocument: Encodable, Sendable, Equatable {
    public let formatVersion = 1
    public var resource: String

    /// `applied`, `removed`, or `foreign` when no run of Isobar touched it.
    public var standing: String

    /// When it was first seen, and when it was seen to be gone.
    public var seenSince: String?
    public var goneSince: String?

    /// Of what was removed: by which run.
    public var removed: PropertyOrigin.Value?
    public var removedReason: String?

    /// In the order of their names.
    public var properties: [PropertyOrigin]

    /// What it was seen to be at the last look and no run gave it: how it fares,
    /// and what was there before or was changed since.
    public var seen: [String: String]

    /// When that look was.
    public var seenAt: String?

    /// What could not be found out, and why.
    public var notes: [String]
}
