import BrokerModel
import Foundation
import GRDB

extension LedgerStore {
    /// Walks the audit chain and compares every hash, then holds against it the
    /// runs with their steps, what was observed, and every stored text.
    ///
    /// - Parameter heads: those that were noted elsewhere, at any time. Only they show that a chain was cut or rewritten as a whole.
    /// - Returns: how much holds, and the head of the chain.
    /// - Throws: ``Failure`` with `ledgerTampered`, naming the first link, run or
    ///   place that does not fit.
    public func verifyAuditChain(knowing heads: NotedHeads = NotedHeads()) async throws -> AuditVerification {
        let path = path
        // Each on a connection of its own, side by side; rows are only ever added, so that they need not be of one
        // moment.
        async let links = read("verify the audit chain") { database in
            try AuditLinks(database: database, path: path, heads: heads).verify()
        }
        async let beside = read("verify the audit chain") { database in
            let counts = try BesideTheChain(database: database, path: path).verify()
            // Last: which record was changed says more than that any could be.
            try SchemaProof(database: database, path: path).verify()
            return counts
        }
        async let texts = read("verify the audit chain") { try StoredTexts($0).verify(path: path) }
        var verification = try await links
        verification.add(try await beside)
        verification.texts = try await texts
        return verification
    }

    /// Where the chain ends.
    public func auditHead() async throws -> AuditPlace {
        try await read("read the audit chain") { try AuditPlace.head(in: $0) }
    }

    /// A record's place in the chain, as it stands.
    public func auditPlace(_ sequence: Int64) async throws -> AuditPlace {
        let path = path
        return try await read("read the audit chain") { database in
            guard let hash = try ExportReader.hash(of: sequence, in: database) else {
                throw Failure(
                    .notFound, attempted: "find record \(sequence)", on: path, response: "the chain has no such record")
            }
            return AuditPlace(sequence: sequence, hash: hash)
        }
    }
}
