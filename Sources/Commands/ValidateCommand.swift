import ArgumentParser
import BrokerModel
import DesiredStateReader
import Foundation
import GitRepository
import Reconciliation

struct ValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check desired state.",
        usage: "isobar validate [<path>] [--ref <rev>] [<options>]",
        discussion: """
            Checks a directory, or with --ref a commit of the configured repository, and prints everything that is \
            wrong at once, as FILE:LINE:COLUMN: error: message. Exit status 1 when there is an error. Secrets are not \
            opened: what they hold is checked by 'isobar plan'.

            Examples:
              isobar validate desired-state
              isobar validate --ref my-branch
            """)

    @Argument(help: "The directory; without it and without --ref, the head of the configured branch.")
    var path: String?

    @Option(help: ArgumentHelp("A branch, tag or commit of the configured repository.", valueName: "rev"))
    var ref: String?

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        if path != nil, ref != nil { throw ValidationError("Give either a directory or --ref, not both.") }
    }

    func run() async throws {
        let subject: String
        let diagnostics: [Diagnostic]
        if let path {
            guard let today = WallClock.now().date else { return }
            subject = path
            try checkDirectory(path)
            // Places as they can be opened from here.
            let prefix = path == "." ? "" : path.hasSuffix("/") ? path : path + "/"
            diagnostics = try DesiredStateDirectory.read(path, today: today).diagnostics.map { diagnostic in
                var diagnostic = diagnostic
                diagnostic.position.file = prefix + diagnostic.position.file
                return diagnostic
            }
        } else {
            (subject, diagnostics) = try await checkCommit()
        }
        print(diagnostics, subject)
        if diagnostics.contains(where: { $0.severity == .error }) {
            throw Ending(status: FailureCode.desiredStateInvalid.exitStatus)
        }
    }

    private func checkDirectory(_ path: String) throws {
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        guard !exists || !isDirectory.boolValue else { return }
        throw Failure(
            .usage, attempted: "check desired state", on: path.isEmpty ? "an empty path" : path,
            response: exists ? "it is no directory" : "there is no such directory",
            remedy: "give the directory that holds broker.yaml, hosts.yaml and versions.yaml")
    }

    private func checkCommit() async throws -> (String, [Diagnostic]) {
        var result: (String, [Diagnostic]) = ("", [])
        try await reportingErrors {
            let source = try Session(configuration).reconciler().source
            _ = try await source.update()
            do {
                let loaded = try await source.load(ref, today: source.today())
                result = ("commit \(loaded.commit.id.abbreviated)", loaded.warnings)
            } catch let invalid as DesiredStateInvalid {
                result = (invalid.subject, invalid.diagnostics)
            }
        }
        return result
    }

    private func print(_ diagnostics: [Diagnostic], _ subject: String) {
        switch format {
        case .text:
            for diagnostic in diagnostics { StandardStream.output.write("\(diagnostic)\n") }
            StandardStream.output.write(DiagnosticText.summary(diagnostics, subject: subject) + "\n")
        case .json:
            StandardStream.output.write(JSONText.text(ValidationDocument(subject: subject, diagnostics: diagnostics)))
        }
    }
}
