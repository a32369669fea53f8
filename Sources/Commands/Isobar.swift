public import ArgumentParser
import BrokerModel
import Glibc

/// The program `isobar`: one subcommand a file.
public struct Isobar: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "isobar",
        abstract: "Keeps the hosts of a WIS2 Global Broker equal to a git repository.",
        discussion: """
            Desired state is a directory in git (nodes, hosts, versions). isobar looks at the hosts over SSH, shows as a \
            plan what would make them equal, and carries out exactly that plan.

            First steps:
              isobar validate DIRECTORY     is the desired state correct?
              isobar doctor                 would an apply go through?
              isobar plan                   what would change on the hosts?
              isobar preview BRANCH         what would merging it change?
              isobar apply                  change it, after asking
              isobar status                 the fleet at a glance
              isobar drift                  what did somebody change on the hosts?
              isobar history                what was done, by whom, and how it ended
              isobar state --at 7d          what ran where a week ago
              isobar serve                  do all of it at every commit: a service
              isobar rollback               go back to what was applied before

            'isobar demo --simulated' shows all of it on hosts in memory. 'isobar COMMAND --help' has examples.

            Exit codes: 0 done; 1 error; 5 the hosts changed since the review; 6 failed and rolled back; 7 refused by \
            policy; 8 some hosts could not be reached; 64 usage; 130 interrupted. With 'drift' and \
            'plan --detailed-exitcode' also 2 changes pending, 3 drift, 4 both.
            """,
        version: Version.text,
        subcommands: [
            ValidateCommand.self, PlanCommand.self, PreviewCommand.self, ApplyCommand.self, StatusCommand.self, DriftCommand.self,
            ObserveCommand.self, HistoryCommand.self, ShowCommand.self, StateCommand.self, AvailabilityCommand.self,
            WhyCommand.self, AuditCommand.self, ReportCommand.self, BackupCommand.self,
            RestoreCommand.self, SchemaCommand.self,
            DemoCommand.self, SecretCommand.self, DoctorCommand.self, FirewallCommand.self, HostCommand.self,
            ServeCommand.self, SyncCommand.self, ApproveCommand.self, RejectCommand.self, PauseCommand.self,
            ResumeCommand.self, RollbackCommand.self, UnpinCommand.self, UnlockCommand.self,
            TokenCommand.self,
        ])

    public init() {}

    /// Parses the command line, runs the command and ends the process with the
    /// status of the contract.
    public static func start() async -> Never {
        // A reader that went away is no reason to die half way.
        signal(SIGPIPE, SIG_IGN)
        CoreDumps.forbid()
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            Glibc.exit(0)
        } catch let failure as Failure {
            StandardStream.error.write("isobar: error: \(failure)\n")
            Glibc.exit(failure.code.exitStatus)
        } catch let ending as Ending {
            Glibc.exit(ending.status)
        } catch {
            end(with: error)
        }
    }

    /// Ends after what the parser threw: help that was asked for, or a mistake
    /// on the command line.
    private static func end(with error: any Error) -> Never {
        let code = exitCode(for: error)
        switch code {
        case .success:
            exit(withError: error)
        case .validationFailure:
            StandardStream.error.write(
                UsageText.render(message(for: error), arguments: Array(CommandLine.arguments.dropFirst())))
        default:
            StandardStream.error.write("isobar: error: \(message(for: error))\n")
        }
        Glibc.exit(code.rawValue)
    }
}
