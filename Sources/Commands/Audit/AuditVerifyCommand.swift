import ArgumentParser
import BrokerModel
import Ledger
import Reconciliation

struct AuditVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that no record of the audit chain was changed, removed, added or moved.",
        usage: "isobar audit verify [--head <record:hash> ...] [<options>]",
        discussion: """
            Computes every record's hash anew, and holds runs, steps, looks, observations and every stored text against \
            them. The first that does not fit is named, and the exit status is 1.

            A chain that was rewritten as a whole fits in itself, and so does one that was cut. Heads noted elsewhere show \
            that: those every run published in the repository (refs/isobar/audit/), which are asked for, and those given \
            with --head or --against.

            Examples:
              isobar audit verify
              isobar audit verify --head 4711:sha256:5e88…
              isobar audit verify --against audit.jsonl      the last record of an export
              isobar audit verify --format json
            """)

    @Option(
        help: ArgumentHelp("A record and the hash it had; may be given more than once.", valueName: "record:hash"),
        transform: LedgerArgument.place)
    var head: [AuditPlace] = []

    @Option(help: ArgumentHelp("An export: its last record has to be in the chain.", valueName: "file"))
    var against: String?

    @Flag(help: "Do not ask the repository for the heads that were published.")
    var offline = false

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let ledger = try session.ledger()
            var heads = NotedHeads(given: head)
            if let against { heads.given.append(try ExportFile.end(of: against).place) }
            let published = await published(session)
            heads.published = published ?? []
            let found = try await ledger.verifyAuditChain(knowing: heads)
            let rendering = VerificationRendering(
                found: found, published: published?.count, isHeldAgainstOthers: !heads.given.isEmpty)
            StandardStream.output.write(rendering.render(format))
        }
    }

    /// Heads in the repository; nil when it was not asked. That it cannot be is
    /// said, and is no answer to whether the chain holds.
    private func published(_ session: Session) async -> [AuditPlace]? {
        guard !offline else { return nil }
        do {
            return try await session.source().publishedAuditHeads()
        } catch {
            StandardStream.error.write("isobar: warning: not held against the heads in the repository: \(error)\n")
            return nil
        }
    }
}
