/// What gpgv(1) says on its status descriptor (GnuPG, doc/DETAILS, "Format of the
/// --status-fd output").
struct OpenPGPStatus {
    /// The fingerprint of the primary key of a good signature; nil when there is
    /// none, or anything speaks against it.
    let signer: String?

    /// What speaks against it, as GnuPG calls it.
    let objection: String?

    /// A good signature of a key that is not to be trusted any more is told of by
    /// one of these in the place of `GOODSIG`; the exit status is 0 nevertheless.
    /// `KEYEXPIRED` says nothing of the key that signed.
    private static let objections: Set<String> = [
        "BADSIG", "ERRSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG", "NO_PUBKEY", "NODATA", "FAILURE",
    ]

    init(_ output: String) {
        let lines = output.split(separator: "\n").compactMap { line -> [Substring]? in
            let words = line.split(separator: " ")
            return words.first == "[GNUPG:]" && words.count > 1 ? Array(words.dropFirst()) : nil
        }
        objection = lines.first { Self.objections.contains(String($0[0])) }.map { String($0[0]) }
        // One signature: of several, each would have to be looked at.
        let isGood = lines.count { $0[0] == "GOODSIG" } == 1 && lines.count { $0[0] == "NEWSIG" } <= 1
        let valid = lines.filter { $0[0] == "VALIDSIG" }
        guard objection == nil, isGood, valid.count == 1, let last = valid[0].last, last.utf8.count >= 40 else {
            signer = nil
            return
        }
        signer = String(last)
    }
}
