import BrokerModel

/// One link of the audit chain, as values.
struct AuditRecord {
    var sequence: Int64
    var at: Timestamp
    var actor: String
    var action: String
    var subject: String
    var run: Int64?
    var commit: [UInt8]?
    var outcome: String
    var detail: Digest?

    /// The encoding that new records get.
    static let currentEncoding: Int64 = 1

    /// The hash of this link: over the hash before it and the values, each
    /// with its name and length. Returns nil for an encoding this program does
    /// not know.
    func hash(after previous: Digest, encoding: Int64) -> Digest? {
        guard encoding == 1 else { return nil }
        var fingerprint = Fingerprint(key: nil)
        fingerprint.field("encoding", Int(encoding))
        fingerprint.field("previous", previous)
        fingerprint.field("sequence", Int(sequence))
        fingerprint.field("at", Int(at.microseconds))
        fingerprint.field("actor", actor)
        fingerprint.field("action", action)
        fingerprint.field("subject", subject)
        fingerprint.field("run", run.map { String($0) })
        fingerprint.field("commit", commit.map { $0.map { String($0, radix: 16) }.joined(separator: ".") })
        fingerprint.field("outcome", outcome)
        fingerprint.field("detail", detail)
        return fingerprint.finish()
    }

    /// What the first link follows.
    static let origin = Digest(of: "isobar audit chain")
}
