import ArgumentParser
import BrokerModel
import Foundation
import Previews
import Reconciliation

struct PreviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Show what merging a change would do to the running broker.",
        usage: """
            isobar preview [<rev>] [<options>]
                   isobar preview --base <rev> --head <rev> [<options>]
                   isobar preview --offline <file> --base <rev> --head <rev>
            """,
        discussion: """
            The change is merged in memory, the hosts are looked at, and what is printed is what the change brings beside \
            what is pending or has drifted without it: a verdict, consequences, policies, steps. Nothing is changed, \
            checked out or run, and only the hosts of the base are contacted, whatever the change says.

            A head that no branch of the repository holds comes from outside: nothing of it is decrypted, changed \
            secrets are listed and the digest is provisional.

            With --offline the hosts are known by a file that 'isobar observe --export' wrote, and the repository is a \
            clone that is read as it is: no host, no key, no secret and no isobar.yaml is needed, as in the forge's own \
            CI. Such a preview says how old the file is, and has no digest.

            Exit status 0; 1 when it conflicts or is no valid desired state; 7 when a policy that has to hold does not \
            (previews.policies in isobar.yaml); 8 when a host could not be looked at.

            Examples:
              isobar preview my-branch
              isobar preview --base main --head refs/pull/7/head --format markdown
              isobar preview --cached --format json my-branch
              isobar preview --offline observation.json --base origin/main --head HEAD
            """)

    @Argument(help: ArgumentHelp("The change: a branch, tag or commit.", valueName: "rev"))
    var revision: String?

    @Option(help: ArgumentHelp("What it would be merged into; the head of the branch by default.", valueName: "rev"))
    var base: String?

    @Option(help: ArgumentHelp("The change, as the argument.", valueName: "rev"))
    var head: String?

    @Flag(help: "Go by the last observation; touch no host.")
    var cached = false

    @Option(help: ArgumentHelp("Go by an exported observation; touch no host, open no secret.", valueName: "file"))
    var offline: String?

    @Option(help: ArgumentHelp("With --offline: the clone to read; here by default.", valueName: "dir"))
    var repository: String?

    @Flag(help: "Treat the change as one from outside: open none of its secrets.")
    var fork = false

    @Option(help: "text, json or markdown.")
    var format = PlanFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        guard (revision == nil) != (head == nil) else {
            throw ValidationError("Name the change once: 'isobar preview REV' or '--head REV'.")
        }
        if offline == nil, repository != nil { throw ValidationError("--repository goes with --offline.") }
        if offline != nil, base == nil { throw ValidationError("--offline needs --base: what is merged into.") }
        if offline != nil, configuration.config != nil {
            throw ValidationError("--offline reads no configuration: leave out --config.")
        }
    }

    func run() async throws {
        try await reportingErrors {
            let environment = ProcessInfo.processInfo.environment
            let progress = PreparationProgress(Terminal(descriptor: 2, environment: environment))
            var request = PreviewRequest(base: base, head: head ?? revision ?? "HEAD", isCached: cached, isFork: fork)
            let preview: Preview
            if let offline {
                request.isCached = true
                request.fetches = false
                preview = try await OfflineWork(file: offline, repository: repository ?? ".").preview(request)
            } else {
                let session = try Session(configuration)
                request.actor = session.actor
                preview = try await session.reconciler().preview(request, report: progress.show)
            }
            progress.finish()
            StandardStream.output.write(try render(preview, environment: environment))
            if preview.exitStatus != 0 { throw Ending(status: preview.exitStatus) }
        }
    }

    private func render(_ preview: Preview, environment: [String: String]) throws -> String {
        switch format {
        case .text: PreviewText(preview, terminal: Terminal(descriptor: 1, environment: environment)).render()
        case .json: try PreviewDocument(preview).json
        case .markdown: PreviewComment(preview, limit: .github).render()
        }
    }
}
