import GRDB

extension LedgerStore {
    /// Notes the configuration when it is another than the one that was noted
    /// last.
    public func note(configuration text: String, by actor: String) async throws {
        let subject = "isobar.yaml"
        try await write("record the configuration") { transaction in
            let last = try Row.fetchOne(
                transaction.database,
                sql: """
                    SELECT blob.size AS detail_size, blob.encoding AS detail_encoding, blob.content AS detail_content
                    FROM audit JOIN blob ON blob.id = audit.detail
                    WHERE audit.subject = (SELECT id FROM name WHERE text = ?) ORDER BY audit.sequence DESC LIMIT 1
                    """, arguments: [subject])
            guard try last.flatMap({ try BlobEncoding.text($0, "detail") }) != text else { return }
            try transaction.audit(actor: actor, action: "configure", subject: subject, outcome: "read", detail: text)
        }
    }
}
