import ArgumentParser
import BrokerModel
import Foundation
import Reconciliation

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Observe the hosts and print the steps that would make them equal to a commit.",
        usage: """
            isobar plan [--ref <rev>] [--out <file>] [<options>]
                   isobar plan --cached [<options>]
            """,
        discussion: """
            Nothing is changed, and nothing is installed on a host by looking at it.

              + create   ~ update   -/+ replace   - delete   > run (start, reload, verify)

            Exit status 0, or 8 when a host could not be looked at. With --detailed-exitcode 2 when git is ahead of \
            the hosts, 3 when hosts drifted, 4 for both.

            With --cached no host is touched: the plan goes by what the last look saw ('isobar observe' looks again), \
            says from when that is, and warns when it is older than an hour. Applying such a plan looks again first.

            Examples:
              isobar plan
              isobar plan --ref my-branch --out change.plan && isobar apply change.plan
              isobar plan --node ca-eccc-msc --format json
              isobar plan --cached --ref my-branch
            """)

    @Option(help: ArgumentHelp("A branch, tag or commit; the head of the branch by default.", valueName: "rev"))
    var ref: String?

    @Option(help: ArgumentHelp("Also write the plan to this file, for 'isobar apply FILE'.", valueName: "file"))
    var out: String?

    @Flag(help: "Plan from the last observation; touch no host.")
    var cached = false

    @Flag(help: "Exit with 2, 3 or 4 when there is something to do.")
    var detailedExitcode = false

    @Option(help: "text, json or markdown.")
    var format = PlanFormat.text

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            if let out { try checkWritable(out) }
            let session = try Session(configuration)
            let progress = PreparationProgress(Terminal(descriptor: 2, environment: session.environment))
            let reconciler = try session.reconciler()
            let prepared = try await reconciler.prepare(
                PlanRequest(revision: ref, scope: scope.scope, isCached: cached), report: progress.show)
            progress.finish()
            await prepared.close()
            let document = prepared.document
            if let out {
                try write(document, to: out)
                StandardStream.error.write("The plan is in \(out); carry it out with: isobar apply \(out)\n")
            }
            StandardStream.output.write(try format.render(document, environment: session.environment))
            if !cached { await keep(prepared, reconciler, session) }
            try end(prepared.plan)
        }
    }

    /// That it cannot be kept is no reason not to show it.
    private func keep(_ prepared: PreparedPlan, _ reconciler: Reconciler, _ session: Session) async {
        do {
            try await reconciler.record(proposed: try ShownPlan(prepared), by: session.actor, outcome: .shown)
        } catch {
            StandardStream.error.write("isobar: warning: the plan is not kept in the ledger: \(error)\n")
        }
    }

    /// A wrong path is said at once, not after the look at the hosts.
    private func checkWritable(_ file: String) throws {
        let directory = URL(fileURLWithPath: file).deletingLastPathComponent().path
        guard FileManager.default.isWritableFile(atPath: directory) else {
            throw Failure(
                .usage, attempted: "write the plan", on: file, response: "its directory is not there or not writable")
        }
    }

    private func write(_ document: PlanDocument, to file: String) throws {
        do {
            try Data(document.json.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
        } catch {
            throw Failure(
                .usage, attempted: "write the plan", on: file, response: "the file cannot be written",
                remedy: "its directory must exist and be writable")
        }
    }

    private func end(_ plan: Plan) throws {
        if plan.standingStatus != 0 { throw Ending(status: plan.standingStatus) }
        guard detailedExitcode else { return }
        let isPending = plan.steps.contains { $0.cause == .pending }
        let hasDrifted = plan.steps.contains { $0.cause == .drift }
        let status: Int32 = (isPending ? 2 : 0) + (hasDrifted ? 3 : 0)
        if status != 0 { throw Ending(status: min(status, 4)) }
    }
}
