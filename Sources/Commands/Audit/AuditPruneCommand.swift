import ArgumentParser
import BrokerModel
import Ledger
import Reconciliation
import Reports

struct AuditPruneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove old records that an export holds; the chain stays whole.",
        usage: "isobar audit prune <file> ... --keep <time> [<options>]",
        discussion: """
            The exports are read back first, every hash, step and observation of them: what is removed is known to come \
            back. They begin with the first record there ever was; continue one file with 'isobar audit export --output' \
            and keep it. Nothing is removed that the exports lack, and no run is taken apart.

            What is current stays, whatever its age: what stands on the hosts, what counts as applied, what waits for a \
            decision. The chain goes on from the last record that was removed, and a record tells of it. Room in the file is \
            used again; 'isobar backup' makes a small copy. Beside the service, but not while a run is at hand.

            Example:
              isobar audit export --output audit.jsonl
              isobar audit prune audit.jsonl --keep 730d
            """)

    @Argument(help: "Files that 'isobar audit export' wrote, in their order.")
    var file: [String]

    @Option(help: ArgumentHelp("Keep what is younger: 730d, 90d.", valueName: "time"))
    var keep: Moment

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    private struct Document: Encodable {
        let formatVersion = 1
        let last: String
        let records: Int64
        let runs: Int64
        let steps: Int64
        let looks: Int64
        let observations: Int64
        let texts: Int64
    }

    func validate() throws {
        if keep.length == nil { throw ValidationError("--keep takes a length of time: 730d, 90d.") }
    }

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let ledger = try session.ledger()
            let found = try await ledger.prune(
                exported: file, before: keep.timestamp(at: WallClock.now()), actor: session.actor)
            switch format {
            case .text: StandardStream.output.write(Self.text(found))
            case .json:
                StandardStream.output.write(
                    JSONText.text(
                        Document(
                            last: found.last.description, records: found.records, runs: found.runs, steps: found.steps,
                            looks: found.looks, observations: found.observations, texts: found.texts)))
            }
        }
    }

    private static func text(_ found: PruneResult) -> String {
        guard found.records > 0 else { return "Nothing to remove: no exported record is old enough.\n" }
        return """
            Removed \(CountText.text(found.records, "record")), \(CountText.text(found.runs, "run")) with \
            \(CountText.text(found.steps, "step")), \(CountText.text(found.looks, "look")), \
            \(CountText.text(found.observations, "observation")), \(CountText.text(found.texts, "text")).
            The chain goes on after  \(found.last)

            """
    }
}
