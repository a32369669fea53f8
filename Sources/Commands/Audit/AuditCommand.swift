import ArgumentParser

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "The audit chain: read it, verify it, take it out and in, prune it, ask it in SQL.",
        discussion: """
            Everything Isobar did and decided is a record in the ledger, and each record holds a hash over the one \
            before. Who knows an earlier head of the chain can tell whether anything before it was changed.

            Examples:
              isobar audit log --action refuse           why was it refused?
              isobar audit verify                        does every record fit?
              isobar audit export --output audit.jsonl   take it out; again continues the file
              isobar audit import audit.jsonl            bring it into a new ledger
              isobar audit prune audit.jsonl --keep 730d remove what is in it and is old
              isobar audit lost --reason TEXT            the ledger before this one was lost
              isobar audit sql "SELECT * FROM runs ORDER BY run DESC LIMIT 5"
            """,
        subcommands: [
            AuditLogCommand.self, AuditVerifyCommand.self, AuditExportCommand.self, AuditImportCommand.self,
            AuditPruneCommand.self, AuditLostCommand.self, AuditSQLCommand.self,
        ])
}
