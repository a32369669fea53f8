extension HelperObservation {
    /// The digest in digits.
    public struct Kept: Codable, Sendable {
        var digest: String
    }

    public func kept(closing seal: ObservationSeal) -> Kept {
        Kept(digest: digest.hexadecimal)
    }

    public init(_ kept: Kept, opening seal: ObservationSeal) {
        // What cannot be read equals no helper of ours.
        self.init(digest: Digest(kept.digest) ?? Digest(of: ""))
    }
}
