import BrokerModel

/// One link of the audit chain, as values.
struct AuditRecord {
    var sequence: Int64
    var at: Timestamp
    var actor: String
    var action: String
    var subject: String
    var run: Int64?

    /// As ``text(ofCommit:)`` writes it.
    var commit: String?
    var outcome: String
    var detail: Digest?

    /// The encoding that new records get.
    static let currentEncoding: Int64 = 1

    /// The hash of this link: over the hash before it and the values, each
    /// with its name and length. Returns nil for an encoding this program does
    /// not know.
    func hash(after previous: Digest, encoding: Int64) -> Digest? {
        var bytes = CanonicalBytes()
        return hash(after: previous, encoding: encoding, in: &bytes)
    }

    /// The same, for many: in bytes that are used again.
    func hash(after previous: Digest, encoding: Int64, in bytes: inout CanonicalBytes) -> Digest? {
        guard encoding == 1 else { return nil }
        bytes.field("encoding", encoding)
        bytes.field("previous", previous)
        bytes.field("sequence", sequence)
        bytes.field("at", at.microseconds)
        bytes.field("actor", actor)
        bytes.field("action", action)
        bytes.field("subject", subject)
        bytes.field("run", optional: run)
        bytes.field("commit", commit)
        bytes.field("outcome", outcome)
        bytes.field("detail", detail)
        return bytes.finish()
    }

    /// A commit's identifier as hashes cover it: its bytes, hexadecimal without
    /// leading zeros, with dots between.
    static func text(ofCommit hash: some Sequence<UInt8>) -> String {
        hash.map { String($0, radix: 16) }.joined(separator: ".")
    }

    /// What the first link follows.
    static let origin = Digest(of: "isobar audit chain")
}
