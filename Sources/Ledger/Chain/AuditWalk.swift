import BrokerModel
import GRDB

/// Proves a whole ledger on one connection: the chain, and what stands beside
/// it.
struct AuditWalk {
    let database: Database
    let path: String
    var heads = NotedHeads()

    func verify() throws -> AuditVerification {
        var verification = try AuditLinks(database: database, path: path, heads: heads).verify()
        try verification.add(BesideTheChain(database: database, path: path).verify())
        verification.texts = try StoredTexts(database).verify(path: path)
        return verification
    }
}

extension AuditVerification {
    mutating func add(_ beside: BesideTheChain.Counts) {
        runs = beside.runs
        steps = beside.steps
    }
}
