import ArgumentParser
import BrokerModel
import Controller
import Execution
import Foundation
import Glibc
import Ledger
import Reconciliation

struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Make the hosts equal to a commit, after asking.",
        usage: """
            isobar apply [--ref <rev>] [--host <name>] [--node <id>] [<options>]
                   isobar apply <planfile> [<options>]
            """,
        discussion: """
            Plans, shows the plan, asks, and carries out exactly that plan. With a plan file the hosts are looked at \
            again, and nothing is changed if they are no longer as they were when the plan was made (exit status 5).

            Ctrl-C (or SIGTERM) finishes the steps at hand and begins no other; a second one gives them up, a third \
            ends the program where it is. Whatever happens, the next apply goes on from what the hosts then are.

            --format json prints one object: the plan in short, and the run that carried it out, or null when \
            nothing was to be done or the answer was no.

            Examples:
              isobar apply
              isobar plan --out change.plan && isobar apply change.plan --yes
              isobar apply --node ca-eccc-msc
            """)

    @Argument(help: "A file that 'isobar plan --out' wrote.")
    var planfile: String?

    @Option(help: ArgumentHelp("A branch, tag or commit; the head of the branch by default.", valueName: "rev"))
    var ref: String?

    @Flag(help: "Do not ask.")
    var yes = false

    @Option(help: ArgumentHelp("Let the plan delete up to this many nodes and hosts.", valueName: "n"))
    var allowDeletes: Int?

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        if planfile != nil, ref != nil || !scope.host.isEmpty || !scope.node.isEmpty {
            throw ValidationError("A plan file has its own commit and scope: leave --ref, --host and --node out.")
        }
        if let allowDeletes, allowDeletes < 0 { throw ValidationError("--allow-deletes takes a number from 0 on.") }
        if !yes, isatty(0) == 0 {
            throw ValidationError("There is no terminal to ask on. Add --yes to apply without asking.")
        }
    }

    func run() async throws {
        try await reportingErrors {
            let reviewed = try planfile.map(read)
            let session = try Session(configuration)
            let reconciler = try session.reconciler()
            let lock = try await takeLock(reconciler, session)
            defer { lock.release() }
            for run in try await reconciler.closeAbandonedRuns(holding: lock) {
                StandardStream.error.write(AbandonedText.render(run))
            }

            let terminal = Terminal(descriptor: 2, environment: session.environment)
            let progress = PreparationProgress(terminal)
            let prepared = try await reconciler.prepare(request(for: reviewed), report: progress.show)
            progress.finish()
            let document = prepared.document
            if format == .text {
                StandardStream.output.write(try PlanFormat.text.render(document, environment: session.environment))
            } else if !yes {
                StandardStream.error.write(PlanText(plan: document, terminal: terminal).render())
            }
            guard !prepared.plan.steps.isEmpty || reviewed != nil || !prepared.plan.departedHosts.isEmpty else {
                await prepared.close()
                // That the hosts are as a commit wants them is worth recording.
                if prepared.plan.standingStatus == 0 {
                    let unpublished = try await reconciler.recordStanding(prepared, actor: session.actor)
                    StandardStream.error.write(UnpublishedText.render(unpublished))
                }
                return try finish(document, nil, status: prepared.plan.standingStatus)
            }
            let request = ApplyRequest(
                actor: session.actor, reviewed: reviewed.flatMap { Digest($0.digest) }, allowedDeletes: allowDeletes)
            try await reconciler.admit(prepared, request)
            guard yes || prepared.plan.steps.isEmpty || confirm() else {
                await prepared.close()
                StandardStream.error.write("Nothing was changed.\n")
                return try finish(document, nil, status: 1)
            }
            let result = try await apply(prepared, request, reconciler, session, holding: lock)
            await prepared.close()
            StandardStream.error.write(UnpublishedText.render(result.unpublished))
            try finish(document, result, status: result.exitStatus)
        }
    }

    /// - Throws: while a service runs, with what to type instead: changes go
    ///   through it.
    private func takeLock(_ reconciler: Reconciler, _ session: Session) async throws -> RunLock {
        do {
            return try reconciler.lock(for: session.actor)
        } catch var failure as Failure where failure.code == .locked {
            guard let status = try? await session.service.status() else { throw failure }
            let waiting = status.waiting.map { ", then: isobar approve \($0.plan)" } ?? ""
            failure.remedy = "a service keeps these hosts equal to the branch: push the commit, isobar sync" + waiting
            throw failure
        }
    }

    private func read(_ file: String) throws -> PlanDocument {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Failure(
                .usage, attempted: "read the plan file", on: file, response: "there is no such file",
                remedy: "make one with: isobar plan --out \(file)")
        }
        return try PlanDocument(json: Array(data), file: file)
    }

    private func request(for reviewed: PlanDocument?) -> PlanRequest {
        guard let reviewed else { return PlanRequest(revision: ref, scope: scope.scope) }
        var narrowed = ScopeOptions()
        narrowed.host = reviewed.scope.hosts
        narrowed.node = reviewed.scope.nodes
        return PlanRequest(revision: reviewed.commit, scope: narrowed.scope, broker: CentreID(reviewed.broker))
    }

    private func confirm() -> Bool {
        StandardStream.error.write("Apply this plan? Only 'yes' is accepted: ")
        return readLine(strippingNewline: true) == "yes"
    }

    private func apply(
        _ prepared: PreparedPlan,
        _ request: ApplyRequest,
        _ reconciler: Reconciler,
        _ session: Session,
        holding lock: borrowing RunLock
    ) async throws -> ApplyResult {
        let stop = StopRequest()
        let interruption = try Interruption { count in
            guard count <= 2 else {
                StandardStream.error.write("\nisobar: ended where it was; the next apply says what was at hand\n")
                _exit(ExitStatus.of([.cancelled]))
            }
            stop.ask()
        }
        defer { interruption.end() }
        let progress = ExecutionProgress(
            Terminal(descriptor: 2, environment: session.environment), steps: prepared.plan.steps.count)
        let result = try await reconciler.apply(
            prepared, request, holding: lock, stop: stop, report: progress.show)
        progress.finish()
        return result
    }

    /// Prints what came of it and ends with its status.
    ///
    /// - Parameter result: nil when nothing was carried out.
    private func finish(_ document: PlanDocument, _ result: ApplyResult?, status: Int32) throws {
        switch format {
        case .text: if let result { StandardStream.output.write(ApplyText.render(result)) }
        case .json: StandardStream.output.write(JSONText.text(ApplyDocument(document, result, exitStatus: status)))
        }
        if status != 0 { throw Ending(status: status) }
    }
}
