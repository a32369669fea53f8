import BrokerModel

/// Holds one link after the other against those before, and against places that
/// were noted elsewhere.
struct ChainProof {
    private let start: AuditPlace
    private let path: String
    private var last: AuditPlace
    private var known: [Int64: [Digest]]

    /// Noted heads at whose place the chain has something else.
    private var others: [AuditPlace] = []
    private var bytes = CanonicalBytes()
    private let heads: NotedHeads

    init(start: AuditPlace, heads: NotedHeads, path: String) {
        self.start = start
        self.path = path
        self.heads = heads
        last = start
        known = Dictionary(grouping: heads.all.filter { $0.sequence >= start.sequence }, by: \.sequence)
            .mapValues { $0.map(\.hash) }
    }

    /// - Parameters:
    ///   - record: nil where something it refers to is not there.
    ///   - text: what to say of it.
    mutating func add(
        _ record: AuditRecord?, encoding: Int64, hash stored: Digest, or text: () -> String
    ) throws {
        let number = last.sequence + 1
        guard let record, record.sequence == number,
            record.hash(after: last.hash, encoding: encoding, in: &bytes) == stored
        else {
            throw Failure.tampered(path, "record \(number) does not fit the ones before it: \(text())")
        }
        last = AuditPlace(sequence: number, hash: stored)
        guard !known.isEmpty, let hashes = known.removeValue(forKey: number) else { return }
        others += hashes.filter { $0 != stored }.map { AuditPlace(sequence: number, hash: $0) }
    }

    /// - Parameter losses: what records of the chain say was lost with an earlier
    ///   ledger.
    func finish(losses: [LossNote]) throws -> AuditVerification {
        let lost = heads.lost(losses)
        let doubt = losses.isEmpty ? "" : ", or the head is of an earlier ledger, which was lost"
        var known = known
        let first = known.removeValue(forKey: start.sequence) ?? []
        let begins = first.filter { $0 != start.hash }.map { AuditPlace(sequence: start.sequence, hash: $0) }
        let missing = known.flatMap { number, hashes in hashes.map { AuditPlace(sequence: number, hash: $0) } }
        if let other = others.first(where: { !lost.contains($0) }) {
            throw Failure.tampered(
                path, "record \(other.sequence) has another hash than was noted: a record up to it was changed" + doubt)
        }
        if begins.contains(where: { !lost.contains($0) }) {
            throw Failure.tampered(path, "the chain begins otherwise than was noted" + doubt)
        }
        if let number = missing.lazy.filter({ !lost.contains($0) }).map(\.sequence).max() {
            throw Failure.tampered(
                path,
                "record \(number) was noted and is not there: the chain ends with record \(last.sequence)" + doubt)
        }
        var verification = AuditVerification(head: last, start: start)
        verification.records = last.sequence - start.sequence
        // What was pruned can be held against the export alone.
        let before = heads.all.filter { $0.sequence < start.sequence }
        verification.prunedHeads = before.count { !lost.contains($0) }
        verification.lostHeads = others.count + begins.count + missing.count + before.count - verification.prunedHeads
        verification.losses = losses
        return verification
    }
}

extension Failure {
    /// What the ledger holds is not what was written to it.
    static func tampered(_ path: String, _ response: String) -> Failure {
        Failure(
            .ledgerTampered, attempted: "verify the audit chain", on: path, response: response,
            remedy: "compare with a backup or an exported copy from before the change; if it is a new ledger because the "
                + "one before was lost, note that: isobar audit lost")
    }
}
