import BrokerModel
import Reconciliation

/// Runs a command's work and prints what is wrong with its input, so that
/// every command says it in the same words and on the same stream.
func reportingErrors(_ work: () async throws -> Void) async throws {
    do {
        try await work()
    } catch let invalid as DesiredStateInvalid {
        DiagnosticText.write(invalid.diagnostics, subject: invalid.subject)
        throw Ending(status: FailureCode.desiredStateInvalid.exitStatus)
    }
}
