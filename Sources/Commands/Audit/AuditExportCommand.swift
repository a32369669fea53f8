import ArgumentParser
import BrokerModel
import Ledger
import Reports

struct AuditExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the audit chain as lines of JSON, with all it tells of: runs, plans, steps, looks.",
        discussion: """
            With --output into a file, for its owner only; where it is there already it is continued after its last \
            record, which has to be in the chain unchanged: an export that was interrupted, or last month's. Without it \
            to standard output, the whole chain or what is after --after.

            With a filter it is an excerpt for people to read; only a whole export can be continued, imported and \
            verified against. It has the records that 'isobar audit log' shows by the same filters.

            Where the ledger is damaged, what is before the damage is written, and the error says up to which record \
            and how to go on.

            Examples:
              isobar audit export --output audit.jsonl
              isobar audit export --after 4711 > rest.jsonl
              isobar audit export --actor ada --since 30d > ada.jsonl
              isobar audit export --action approve --action refuse > decisions.jsonl
            """)

    @Option(help: ArgumentHelp("The file; continued where it is there.", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Begin after this record.", valueName: "record"))
    var after: Int64?

    @OptionGroup var filters: FilterOptions
    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        if let after, after < 0 { throw ValidationError("--after takes the number of a record.") }
        if output != nil, after != nil { throw ValidationError("With --output the file tells after which record.") }
        if output != nil, isExcerpt {
            throw ValidationError("An excerpt cannot be continued: redirect it into a file.")
        }
        if filters.limit != nil { throw ValidationError("An export has no limit: use --after, --since and --until.") }
    }

    private var isExcerpt: Bool { filters.filter(at: Timestamp(seconds: 0)) != HistoryFilter() }

    func run() async throws {
        try await reportingErrors {
            let ledger = try Session(configuration).ledger()
            if let output {
                let result = try await ledger.exportAudit(to: output)
                StandardStream.error.write(
                    "isobar: \(CountText.text(result.records, "record")) written to \(output), up to \(result.last)\n")
                return
            }
            var place: AuditPlace?
            if let after { place = try await ledger.auditPlace(after) }
            let filter = isExcerpt ? filters.filter(at: WallClock.now()) : nil
            if let filter, let unrecorded = try await ledger.unrecordedWords(in: filter) {
                StandardStream.error.write(UnrecordedText.lines(unrecorded))
            }
            _ = try await ledger.exportAudit(after: place, matching: filter) { line in
                StandardStream.output.write(String(decoding: line, as: UTF8.self))
            }
        }
    }
}
