extension FileObservation {
    /// The digest of content that not everybody may read is closed: guesses of
    /// a password could be tested against it.
    public struct Kept: Codable, Sendable {
        var digest: String?
        var closedDigest: String?
        var ownership: FileOwnership
        var type: FileType
        var isPackageDefault: Bool
    }

    public func kept(closing seal: ObservationSeal) -> Kept {
        let digits = digest?.hexadecimal
        return Kept(
            digest: isConfidential ? nil : digits,
            closedDigest: isConfidential ? digits.map { seal.close(ConfidentialText($0)) } : nil,
            ownership: ownership, type: type, isPackageDefault: isPackageDefault)
    }

    /// Closed content that is not recognised gets a digest that equals no
    /// content's: the code itself.
    public init(_ kept: Kept, opening seal: ObservationSeal) {
        let recognised = kept.closedDigest.flatMap { code in seal.open(code).withRevealed { Digest($0) } }
        self.init(
            digest: kept.digest.flatMap { Digest($0) } ?? recognised ?? kept.closedDigest.flatMap { Digest($0) },
            ownership: kept.ownership, type: kept.type, isPackageDefault: kept.isPackageDefault)
        closedDigest = recognised == nil ? kept.closedDigest : nil
    }
}
