public import BrokerModel
import Foundation
import GRDB

extension LedgerStore {
    /// Adds a token.
    ///
    /// - Parameter hash: SHA-256 of what its owner will show.
    /// - Throws: ``Failure`` with `nameTaken` when one of this name is there and
    ///   not revoked.
    public func addToken(
        named name: String, role: AccessRole, hash: Digest, expiresAt: Timestamp?, by actor: String
    ) async throws {
        let isTaken = try await write("add a token") { transaction in
            let number = try transaction.name(name)
            let open = try Int64.fetchOne(
                transaction.database, sql: "SELECT id FROM token WHERE name = ? AND revoked_at IS NULL",
                arguments: [number])
            guard open == nil else { return true }
            let arguments: StatementArguments = [
                number, try transaction.name(role.rawValue), hash.data, try transaction.name(actor),
                transaction.now.microseconds, expiresAt?.microseconds,
            ]
            try transaction.execute(
                "INSERT INTO token (name, role, hash, created_by, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
                arguments)
            try transaction.audit(
                actor: actor, action: "create", subject: "token/\(name)", outcome: role.rawValue,
                detail: TokenRecord.detail(of: hash, expiresAt: expiresAt))
            return false
        }
        guard isTaken else { return }
        throw Failure(
            .nameTaken, attempted: "create the token", on: name, response: "there is a token of this name",
            remedy: "take another name, or: isobar token revoke \(name)")
    }

    /// Ends a token: from now on it opens nothing.
    ///
    /// - Throws: ``Failure`` with `notFound` when there is none of this name that
    ///   is not revoked.
    public func revokeToken(named name: String, by actor: String) async throws {
        let isRevoked = try await write("revoke a token") { transaction in
            try transaction.execute(
                "UPDATE token SET revoked_by = ?, revoked_at = ? WHERE name = ? AND revoked_at IS NULL",
                [try transaction.name(actor), transaction.now.microseconds, try transaction.name(name)])
            guard transaction.database.changesCount > 0 else { return false }
            try transaction.audit(actor: actor, action: "revoke", subject: "token/\(name)", outcome: "revoked")
            return true
        }
        guard !isRevoked else { return }
        throw Failure(
            .notFound, attempted: "revoke the token", on: name, response: "there is no token of this name",
            remedy: "see them all: isobar token list")
    }

    /// All tokens there ever were, the oldest first.
    public func tokens() async throws -> [TokenRecord] {
        try await read("read the tokens") { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT name.text AS name, role.text AS role, token.hash, creator.text AS creator, token.created_at,
                        token.expires_at, token.revoked_at
                    FROM token
                    JOIN name ON name.id = token.name
                    JOIN name role ON role.id = token.role
                    JOIN name creator ON creator.id = token.created_by
                    ORDER BY token.id
                    """
            ).compactMap { row in
                // A role this version does not know opens nothing.
                guard let role = AccessRole(rawValue: row["role"]) else { return nil }
                return TokenRecord(
                    name: row["name"], role: role, hash: try Data32.digest(row["hash"]), createdBy: row["creator"],
                    createdAt: Timestamp(microseconds: row["created_at"]),
                    expiresAt: (row["expires_at"] as Int64?).map { Timestamp(microseconds: $0) },
                    revokedAt: (row["revoked_at"] as Int64?).map { Timestamp(microseconds: $0) })
            }
        }
    }
}
