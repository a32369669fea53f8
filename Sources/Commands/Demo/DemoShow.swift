import BrokerModel
import Execution
import Foundation
import Ledger
import Reconciliation

/// The demonstration, act by act.
struct DemoShow {
    private let directory: String
    private let speed: Int
    private let fleet: DemoFleet
    private let repository: DemoRepository
    private let reconciler: Reconciler
    private let environment = ProcessInfo.processInfo.environment

    init(directory: String, speed: Int) throws {
        self.directory = directory
        self.speed = speed
        fleet = DemoFleet(speed: speed)
        repository = try DemoRepository(in: directory)
        let text = """
            formatVersion: 1
            repository: {url: desired-state}
            database: ledger.sqlite
            ssh: {identityFile: no-key-is-needed}
            secrets: {identityFile: no-key-is-needed}

            """
        let file = directory + "/isobar.yaml"
        try Data(text.replacing("url: desired-state", with: "url: \(repository.directory)").utf8)
            .write(to: URL(fileURLWithPath: file))
        try Data().write(to: URL(fileURLWithPath: directory + "/no-key-is-needed"))
        let result = ControllerConfiguration.read(
            FileManager.default.contents(atPath: file).map(Array.init) ?? [], file: file, directory: directory)
        guard let configuration = result.configuration else {
            throw DesiredStateInvalid(subject: file, diagnostics: result.diagnostics)
        }
        reconciler = try Reconciler(
            configuration, holder: "demo:1", clock: WallClock.now, surroundings: fleet.surroundings)
    }

    func run() async throws {
        say(
            """
            Nine hosts in memory, 20 nodes in git. Only the hosts are simulated; time on them runs \(speed) times as
            fast. Everything of this demonstration is in \(directory)
            """)
        act("The desired state is committed")
        try repository.commit(DemoBroker.files, message: "The broker as it shall be")
        command("isobar apply")
        try await apply(showsPlan: false)
        command("isobar plan")
        try await apply(showsPlan: true)

        act("The metadata of \(DemoBroker.changed) shall be checked: one instance is replaced while the other serves")
        let file = "nodes/\(DemoBroker.changed).yaml"
        try repository.commit(
            [file: DemoBroker.node(DemoBroker.changed, checksMetadata: true)],
            message: "Check the metadata of \(DemoBroker.changed)")
        command("isobar apply")
        try await apply(showsPlan: true)

        act("Somebody stops an instance of \(DemoBroker.meddled) and edits a file by hand: drift")
        await fleet.meddle()
        command("isobar apply")
        try await apply(showsPlan: true)
        command("isobar plan")
        try await apply(showsPlan: true)
    }

    /// Says what to do next.
    func end(keeps: Bool) {
        say(
            """

            What to try next:
              make demo                       the same on nine real hosts of this machine (as root, from the sources)
              isobar validate DIRECTORY       check a desired state of your own; desired-state/ is one to start from
              docs/life-of-a-change.md        what happened just now, file by file
            """)
        if keeps {
            say(
                """

                The repository and the ledger are in \(directory). What happened there can be asked:
                  export ISOBAR_CONFIG=\(directory)/isobar.yaml
                  isobar history; isobar report; isobar audit verify
                It can be removed with: rm -r \(directory)
                """)
        }
    }

    // MARK: - Parts

    private func apply(showsPlan: Bool) async throws {
        let lock = try reconciler.lock(for: "demo")
        defer { lock.release() }
        let progress = PreparationProgress(Terminal(descriptor: 2, environment: environment))
        let prepared = try await reconciler.prepare(PlanRequest(), report: progress.show)
        progress.finish()
        if showsPlan || prepared.plan.isEmpty {
            StandardStream.output.write(try PlanFormat.text.render(prepared.document, environment: environment))
        } else {
            let summary = prepared.document.summary
            say(
                "Plan: \(summary.create) to create, \(summary.update) to update, \(summary.run) to run, on 9 hosts "
                    + "(isobar plan shows each of them).")
        }
        guard !prepared.plan.isEmpty else { return await prepared.close() }
        let shown = ExecutionProgress(
            Terminal(descriptor: 2, environment: environment), steps: prepared.plan.steps.count)
        let result = try await reconciler.apply(
            prepared, ApplyRequest(actor: "demo"), holding: lock, stop: StopRequest(), report: shown.show)
        shown.finish()
        await prepared.close()
        StandardStream.output.write(ApplyText.render(result))
        guard result.outcome == .succeeded else { throw Ending(status: result.exitStatus) }
    }

    private func act(_ text: String) { say("\n== \(text)") }
    private func command(_ text: String) { say("\n$ \(text)") }
    private func say(_ text: String) { StandardStream.output.write(text + "\n") }
}
