public import BrokerModel

/// A place in the audit chain: a record and the hash it has.
///
/// Published outside, it proves later that nothing before it was changed.
public struct AuditPlace: Sendable, Hashable, CustomStringConvertible {
    /// 0 is before the first record.
    public var sequence: Int64
    public var hash: Digest

    public init(sequence: Int64, hash: Digest) {
        self.sequence = sequence
        self.hash = hash
    }

    /// Parses the description; nil when it is none.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let sequence = Int64(parts[0]), sequence >= 0, let hash = Digest(String(parts[1]))
        else {
            return nil
        }
        self.init(sequence: sequence, hash: hash)
    }

    /// `4711:sha256:5e88…`.
    public var description: String { "\(sequence):\(hash)" }
}
