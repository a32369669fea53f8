import GRDB

extension LedgerStore {
    /// Notes the configuration when it is another than the one that was noted
    /// last.
    public func note(configuration text: String, by actor: String) async throws {
        try await note(news: "configure", "isobar.yaml", by: actor, outcome: "read", detail: text)
    }

    /// Notes that a commit bears the signature of somebody who may sign it.
    ///
    /// - Parameter signer: a principal of the allowed signers, or the fingerprint of
    ///   an OpenPGP key.
    public func note(signer: String, of commit: String) async throws {
        try await note(news: Self.signing, "commit/\(commit)", by: signer, outcome: "verified", detail: nil)
    }

    /// Adds to the audit chain, unless the last record of that action on that subject
    /// says the same.
    public func note(
        news action: String, _ subject: String, by actor: String, outcome: String, detail: String?
    ) async throws {
        try await write("add to the record") { transaction in
            let last = try Row.fetchOne(
                transaction.database,
                sql: """
                    SELECT actor.text AS actor, outcome.text AS outcome,
                        blob.size AS detail_size, blob.encoding AS detail_encoding, blob.content AS detail_content
                    FROM audit
                    JOIN name actor ON actor.id = audit.actor
                    JOIN name outcome ON outcome.id = audit.outcome
                    LEFT JOIN blob ON blob.id = audit.detail
                    WHERE audit.subject = (SELECT id FROM name WHERE text = ?)
                        AND audit.action = (SELECT id FROM name WHERE text = ?)
                    ORDER BY audit.sequence DESC LIMIT 1
                    """, arguments: [subject, action])
            if let last, last["outcome"] == outcome, try BlobEncoding.text(last, "detail") == detail,
                action != Self.signing || last["actor"] == actor
            {
                return
            }
            try transaction.audit(actor: actor, action: action, subject: subject, outcome: outcome, detail: detail)
        }
    }

    /// The action of records that say who signed a commit.
    static let signing = "sign"

    /// Who signed a commit, as it was found when it was to be applied.
    ///
    /// - Parameter commit: hexadecimal digits.
    static func signer(of commit: String, in database: Database) throws -> String? {
        try String.fetchOne(
            database,
            sql: """
                SELECT actor.text FROM audit JOIN name actor ON actor.id = audit.actor
                WHERE audit.subject = (SELECT id FROM name WHERE text = ?)
                    AND audit.action = (SELECT id FROM name WHERE text = ?)
                ORDER BY audit.sequence DESC LIMIT 1
                """, arguments: ["commit/\(commit)", signing])
    }
}
