import ArgumentParser
import BrokerModel
import Glibc
import Ledger

struct AuditExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the audit chain as lines of JSON, with all it tells of: runs, plans, steps, looks.",
        discussion: """
            With --output into a file, for its owner only; where it is there already it is continued after its last \
            record, which has to be in the chain unchanged: an export that was interrupted, or last month's. Without it \
            to standard output, the whole chain or what is after --after.

            With a filter it is an excerpt for people to read; only a whole export can be continued, imported and \
            verified against.

            Examples:
              isobar audit export --output audit.jsonl
              isobar audit export --after 4711 > rest.jsonl
              isobar audit export --actor ada --since 30d > ada.jsonl
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
                let result = try await append(to: output, from: ledger)
                StandardStream.error.write(
                    "isobar: \(result.records) records written to \(output), up to \(result.last)\n")
                return
            }
            var place: AuditPlace?
            if let after { place = try await ledger.auditPlace(after) }
            let filter = isExcerpt ? filters.filter(at: WallClock.now()) : nil
            _ = try await ledger.exportAudit(after: place, matching: filter) { line in
                StandardStream.output.write(String(decoding: line, as: UTF8.self))
            }
        }
    }

    private func append(to path: String, from ledger: LedgerStore) async throws -> ExportResult {
        let end = try Self.isThere(path) ? ExportFile.end(of: path) : nil
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(file) }
        guard file >= 0, ftruncate(file, end?.size ?? 0) == 0, lseek(file, 0, SEEK_END) >= 0 else {
            throw Self.unwritable(path)
        }
        let result = try await ledger.exportAudit(after: end?.place, isContinued: end != nil) { line in
            try Self.write(line, to: file, path)
        }
        guard fsync(file) == 0 else { throw Self.unwritable(path) }
        return result
    }

    /// Whether there is a file with something in it.
    private static func isThere(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_size > 0
    }

    private static func write(_ line: [UInt8], to file: Int32, _ path: String) throws {
        var rest = line[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else { throw unwritable(path) }
            rest = rest.dropFirst(max(0, count))
        }
    }

    private static func unwritable(_ path: String) -> Failure {
        Failure(
            .exportUnusable, attempted: "write an export", on: path, response: String(cString: strerror(errno)),
            remedy: "the directory must be there and writable for this user, with room for the file")
    }
}
